import { FeedbackActedOn } from './feedback-acted-on.js';
import { FeedbackReceived } from './feedback-received.js';
import { IncidentReported } from './incident-reported.js';
import { ServicePerformed } from './service-performed.js';
import { ServiceReactionRecorded } from './service-reaction-recorded.js';
import { ServiceRequestClosed } from './service-request-closed.js';
import { ServiceRequestHandedOver } from './service-request-handed-over.js';
import { ServiceRequestOpened } from './service-request-opened.js';
import { ServiceRequestReopened } from './service-request-reopened.js';
import { ServiceRequestResolved } from './service-request-resolved.js';
import { SurveyAnswered } from './survey-answered.js';

export * from './feedback-acted-on.js';
export * from './feedback-received.js';
export * from './incident-reported.js';
export * from './service-performed.js';
export * from './service-reaction-recorded.js';
export * from './service-request-closed.js';
export * from './service-request-fact.js';
export * from './service-request-handed-over.js';
export * from './service-request-opened.js';
export * from './service-request-reopened.js';
export * from './service-request-resolved.js';
export * from './survey-answered.js';

/** Every fact about what customers ask of service, what they say of the company, and what comes of it. */
export const serviceFacts = [
  ServiceRequestOpened,
  ServiceReactionRecorded,
  ServiceRequestHandedOver,
  ServiceRequestResolved,
  ServiceRequestReopened,
  ServiceRequestClosed,
  ServicePerformed,
  FeedbackReceived,
  FeedbackActedOn,
  SurveyAnswered,
  IncidentReported,
] as const;
