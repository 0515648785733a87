export * from './cloud-events/outgoing-cloud-event.js';
export * from './delivery.module.js';
export * from './selection/event-selection.js';
