import { Module } from '@nestjs/common';
import { recordingController } from '#intake';
import { salesFacts } from './events/index.js';

@Module({ controllers: [recordingController('sales', salesFacts)] })
export class SalesModule {}
