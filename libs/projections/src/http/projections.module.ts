import { Module } from '@nestjs/common';
import { ParkedEventsController } from './parked/parked-events.controller.js';
import { ProjectionsController } from './projections.controller.js';

/** Needs ProjectionEngine and ParkedEvents, of the opened ledger. */
@Module({ controllers: [ProjectionsController, ParkedEventsController] })
export class ProjectionsModule {}
