import { Module } from '@nestjs/common';
import { SegmentController } from '../segment/segment.controller.js';
import { CloudEventsController } from './cloud-events.controller.js';
import { RecordFactHandler } from './record-fact.handler.js';
import { SchemasController } from './schemas.controller.js';

@Module({ controllers: [CloudEventsController, SchemasController, SegmentController], providers: [RecordFactHandler] })
export class IntakeModule {}
