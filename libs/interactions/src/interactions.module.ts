import { Module } from '@nestjs/common';
import { recordingController } from '#intake/http';
import { interactionFacts } from './events/index.js';
import { CallbacksController } from './http/callbacks.controller.js';
import { MeetingsController } from './http/meetings.controller.js';
import { ListCallbacksHandler } from './queries/list-callbacks.query.js';
import { ListMeetingsHandler } from './queries/list-meetings.query.js';

@Module({
  controllers: [CallbacksController, MeetingsController, recordingController('interactions', interactionFacts)],
  providers: [ListCallbacksHandler, ListMeetingsHandler],
})
export class InteractionsModule {}
