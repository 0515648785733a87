import { ID, INSTANT, POSITION, TEXT, objectOf } from '#projections/http';
import type { OutgoingCloudEvent } from './outgoing-cloud-event.js';

/** JSON Schema of an event as it goes out. */
export const OUTGOING_CLOUD_EVENT_SCHEMA = objectOf<OutgoingCloudEvent>(
  {
    specversion: { type: 'string', enum: ['1.0'] },
    id: { ...TEXT, description: 'The producer’s own id of the fact' },
    source: { ...TEXT, description: 'The producing system (URI reference)' },
    type: { ...TEXT, description: 'Event type; /v1/schemas lists them' },
    subject: { ...TEXT, description: 'customer:<uuid>, where it is a customer’s' },
    time: { ...INSTANT, description: 'When it happened' },
    datacontenttype: { type: 'string', enum: ['application/json'] },
    data: { type: 'object', description: 'The body, by the current schema of the type' },
    correlationid: TEXT,
    causationid: { ...TEXT, description: 'Id of the event or message that it follows from' },
    actor: { ...TEXT, description: 'Who did it, as kind:id' },
    actorrole: TEXT,
    schemaversion: { ...TEXT, description: 'Version of the body' },
    importid: TEXT,
    eventid: { ...ID, description: 'The ledger’s own id of the event' },
    recordedtime: { ...INSTANT, description: 'When the ledger took it in' },
    streamrevision: { type: 'integer', description: 'Place in its stream, from 0' },
    position: POSITION,
  },
  ['subject', 'correlationid', 'causationid', 'actor', 'actorrole', 'importid'],
);
