import { Module } from '@nestjs/common';
import { recordingController } from '#intake/http';
import { serviceFacts } from './events/index.js';
import { FeedbackController } from './http/feedback.controller.js';
import { ServiceCostsController } from './http/service-costs.controller.js';
import { ServiceRequestsController } from './http/service-requests.controller.js';
import { SurveysController } from './http/surveys.controller.js';
import { GetServiceCostsHandler } from './queries/get-service-costs.query.js';
import { ListFeedbackHandler } from './queries/list-feedback.query.js';
import { ListServiceRequestsHandler } from './queries/list-service-requests.query.js';
import { ListSurveyAnswersHandler } from './queries/list-survey-answers.query.js';
import { ReportFeedbackHandler } from './queries/report-feedback.query.js';
import { ReportServiceRequestsHandler } from './queries/report-service-requests.query.js';
import { ReportSurveysHandler } from './queries/report-surveys.query.js';

@Module({
  controllers: [
    ServiceRequestsController,
    FeedbackController,
    SurveysController,
    ServiceCostsController,
    recordingController('service', serviceFacts),
  ],
  providers: [
    ListServiceRequestsHandler,
    ReportServiceRequestsHandler,
    ListFeedbackHandler,
    ReportFeedbackHandler,
    ListSurveyAnswersHandler,
    ReportSurveysHandler,
    GetServiceCostsHandler,
  ],
})
export class ServiceModule {}
