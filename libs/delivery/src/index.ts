export * from './cloud-events/outgoing-cloud-event.js';
export * from './selection/event-selection.js';
export * from './webhooks/attempts/retry-schedule.js';
export * from './webhooks/registry/webhooks.js';
export * from './webhooks/schema/migrate-delivery.js';
export { type AttemptMade, type SenderLogLine, type SenderOptions } from './webhooks/sending/sending-options.js';
export * from './webhooks/sending/webhook-sender.js';
export * from './webhooks/webhook.js';
