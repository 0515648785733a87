export * from './body-validation.pipe.js';
export { EVENTS_ROUTE, LINES_TYPE } from './cloud-events.controller.js';
export * from './customer-id.pipe.js';
export * from './idempotency-key.js';
export * from './intake.module.js';
export * from './record-fact.command.js';
export * from './recording-answer.js';
export * from './recording-body.js';
export * from './recording-controller.js';
