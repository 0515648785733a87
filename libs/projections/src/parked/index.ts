export * from './errors/event-not-parked.js';
export * from '../errors/projection-version-differs.js';
export * from './parked-event.js';
export type { EventInLog, ParkedEventDetail } from './parked-event-detail.js';
export * from './parked-events.js';
export { type ParkedPlace, cursorBehind, placeOfCursor } from './parked-place.js';
export type { ParkedListing } from './list-parked-events.js';
export type { RetryOutcome } from './retry-outcome.js';
export { SkipRequest } from './skip-request.js';
