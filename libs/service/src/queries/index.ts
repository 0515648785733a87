export * from './get-service-costs.query.js';
export * from './list-feedback.query.js';
export * from './list-service-requests.query.js';
export * from './list-survey-answers.query.js';
export * from './report-feedback.query.js';
export * from './report-service-requests.query.js';
export * from './report-surveys.query.js';
