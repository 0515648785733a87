import { Module } from '@nestjs/common';
import { recordingController } from '#intake';
import { salesFacts } from './events/index.js';
import { FunnelController } from './http/funnel.controller.js';
import { RepeatPurchasesController } from './http/repeat-purchases.controller.js';
import { GetFunnelCountsHandler } from './queries/get-funnel-counts.query.js';
import { GetFunnelHandler } from './queries/get-funnel.query.js';
import { GetRepeatPurchasesHandler } from './queries/get-repeat-purchases.query.js';

@Module({
  controllers: [FunnelController, RepeatPurchasesController, recordingController('sales', salesFacts)],
  providers: [GetFunnelHandler, GetFunnelCountsHandler, GetRepeatPurchasesHandler],
})
export class SalesModule {}
