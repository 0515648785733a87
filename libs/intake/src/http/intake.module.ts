import { Module } from '@nestjs/common';
import { ImportRejectsController } from '../import-job/http/import-rejects.controller.js';
import { ImportsController } from '../import-job/http/imports.controller.js';
import { MappingsController } from '../import-job/http/mappings.controller.js';
import { SegmentController } from '../segment/segment.controller.js';
import { CloudEventsController } from './cloud-events.controller.js';
import { RecordFactHandler } from './record-fact.handler.js';
import { SchemasController } from './schemas.controller.js';

@Module({
  controllers: [
    CloudEventsController,
    SchemasController,
    SegmentController,
    ImportsController,
    ImportRejectsController,
    MappingsController,
  ],
  providers: [RecordFactHandler],
})
export class IntakeModule {}
