import { Module } from '@nestjs/common';
import { ParkedEventsController } from './parked/parked-events.controller.js';
import { ProjectionsController } from './projections.controller.js';
import { RebuildsController } from './rebuilds.controller.js';

/** Needs ProjectionEngine, Rebuilds and ParkedEvents, of the opened ledger. */
@Module({ controllers: [ProjectionsController, RebuildsController, ParkedEventsController] })
export class ProjectionsModule {}
