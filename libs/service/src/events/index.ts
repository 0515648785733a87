import { ServiceRequestClosed } from './service-request-closed.js';
import { ServiceRequestOpened } from './service-request-opened.js';
import { ServiceRequestReopened } from './service-request-reopened.js';
import { ServiceRequestResolved } from './service-request-resolved.js';

export * from './service-request-closed.js';
export * from './service-request-fact.js';
export * from './service-request-opened.js';
export * from './service-request-reopened.js';
export * from './service-request-resolved.js';

/** Every fact about what customers ask of service. */
export const serviceFacts = [
  ServiceRequestOpened,
  ServiceRequestResolved,
  ServiceRequestReopened,
  ServiceRequestClosed,
] as const;
