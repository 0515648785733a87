import { Module } from '@nestjs/common';
import { JobsController } from './jobs.controller.js';

/** Needs Jobs, of the opened ledger. */
@Module({ controllers: [JobsController] })
export class JobsModule {}
