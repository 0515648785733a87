import { CALL_TYPES } from './segment-call.js';
import { TRACKED_NAMES } from './segment-event.js';

/** JSON Schema of a Segment call; the fields of the spec that say nothing here are passed over. */
export const SEGMENT_CALL_SCHEMA = {
  type: 'object',
  required: ['messageId'],
  properties: {
    messageId: { type: 'string', description: 'The call’s own id: the idempotency key' },
    type: { type: 'string', enum: CALL_TYPES, description: 'Needed in a batch; else the address says it' },
    userId: { type: 'string', description: 'The customer, as the source names him' },
    anonymousId: {
      type: 'string',
      description: 'A visitor who is not known; he is the subject where there is no userId',
    },
    timestamp: { type: 'string', format: 'date-time', description: 'When it happened; by default when it is received' },
    event: { type: 'string', enum: TRACKED_NAMES, description: 'Of track: what happened' },
    name: { type: 'string', description: 'Of page and screen: which one' },
    groupId: { type: 'string', description: 'Of group: which one' },
    properties: { type: 'object', description: 'Of track, page and screen' },
    traits: { type: 'object', description: 'Of identify and group' },
    context: { type: 'object', description: 'campaign.name, page and locale are read' },
  },
};

/** JSON Schema of a batch of them. */
export const SEGMENT_BATCH_SCHEMA = {
  type: 'object',
  required: ['batch'],
  properties: {
    batch: { type: 'array', items: SEGMENT_CALL_SCHEMA },
    context: { type: 'object', description: 'Of the calls that have none of their own' },
  },
};
