import type { Domain } from '#kernel';
import { feedback } from './deciders/feedback.js';
import { serviceRequests } from './deciders/service-requests.js';
import { surveys } from './deciders/surveys.js';
import { serviceFacts } from './events/index.js';
import { feedbackRecords } from './projections/feedback.js';
import { service } from './projections/service.js';
import { surveyAnswers } from './projections/surveys.js';

/** What customers ask of service and say of the company, and what comes of it. */
export const serviceDomain: Domain = {
  name: 'service',
  facts: serviceFacts,
  deciders: [serviceRequests, feedback, surveys],
  projections: [service, feedbackRecords, surveyAnswers],
};
