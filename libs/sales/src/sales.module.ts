import { Module } from '@nestjs/common';
import { recordingController } from '#intake/http';
import { salesFacts } from './events/index.js';
import { DocumentsController } from './http/documents.controller.js';
import { AttributionController } from './http/attribution.controller.js';
import { CustomerFunnelController } from './http/customer-funnel.controller.js';
import { FunnelRulesController } from './http/funnel-rules.controller.js';
import { FunnelController } from './http/funnel.controller.js';
import { OpportunitiesController } from './http/opportunities.controller.js';
import { PaymentsController } from './http/payments.controller.js';
import { RefusalsController } from './http/refusals.controller.js';
import { RepeatPurchasesController } from './http/repeat-purchases.controller.js';
import { GetFunnelCountsHandler } from './queries/get-funnel-counts.query.js';
import { GetFunnelRulesHandler } from './queries/get-funnel-rules.query.js';
import { GetFunnelHandler } from './queries/get-funnel.query.js';
import { GetJourneyHandler } from './queries/get-journey.query.js';
import { ListFunnelCustomersHandler } from './queries/list-funnel-customers.query.js';
import { ListStalledHandler } from './queries/list-stalled.query.js';
import { ReportAttributionHandler } from './queries/report-attribution.query.js';
import { ListConversionHandler, ReportConversionHandler } from './queries/report-conversion.query.js';
import { ListTimeInStageHandler, ReportTimeInStageHandler } from './queries/report-time-in-stage.query.js';
import { GetPaymentsHandler } from './queries/get-payments.query.js';
import { GetRepeatPurchasesHandler } from './queries/get-repeat-purchases.query.js';
import { ListDocumentsHandler } from './queries/list-documents.query.js';
import { ListOpportunitiesHandler } from './queries/list-opportunities.query.js';
import { ListRefusalsHandler } from './queries/list-refusals.query.js';
import { ReportOpportunitiesHandler } from './queries/report-opportunities.query.js';
import { ReportRefusalsHandler } from './queries/report-refusals.query.js';

@Module({
  controllers: [
    FunnelController,
    FunnelRulesController,
    AttributionController,
    CustomerFunnelController,
    RepeatPurchasesController,
    OpportunitiesController,
    RefusalsController,
    PaymentsController,
    DocumentsController,
    recordingController('sales', salesFacts),
  ],
  providers: [
    GetFunnelHandler,
    GetFunnelCountsHandler,
    GetFunnelRulesHandler,
    GetJourneyHandler,
    ListFunnelCustomersHandler,
    ReportTimeInStageHandler,
    ListTimeInStageHandler,
    ReportConversionHandler,
    ListConversionHandler,
    ListStalledHandler,
    ReportAttributionHandler,
    GetRepeatPurchasesHandler,
    ListOpportunitiesHandler,
    ReportOpportunitiesHandler,
    ListRefusalsHandler,
    ReportRefusalsHandler,
    GetPaymentsHandler,
    ListDocumentsHandler,
  ],
})
export class SalesModule {}
