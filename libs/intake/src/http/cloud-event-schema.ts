const LEDGER_ATTRIBUTE = 'Of the ledger that the event comes from, as it goes out there; not kept';

/** JSON Schema of a CloudEvent as the ledger takes it; `data` is checked by the schema of its type. */
export const CLOUD_EVENT_SCHEMA = {
  type: 'object',
  required: ['specversion', 'id', 'source', 'type', 'subject', 'data'],
  additionalProperties: false,
  properties: {
    specversion: { type: 'string', enum: ['1.0'] },
    id: { type: 'string', description: 'The source’s own id of the fact; with source the idempotency key' },
    source: { type: 'string', format: 'uri-reference', description: 'The producing system' },
    type: { type: 'string', description: 'Event type; /v1/schemas lists them' },
    subject: { type: 'string', description: 'The customer as the source names him, or customer:<uuid>' },
    time: { type: 'string', format: 'date-time', description: 'When it happened; by default when it is received' },
    datacontenttype: { type: 'string', enum: ['application/json'] },
    dataschema: { type: 'string', format: 'uri' },
    data: { type: 'object', description: 'The body, by the schema of the type' },
    correlationid: { type: 'string' },
    causationid: { type: 'string' },
    actor: { type: 'string', description: 'Who did it, as kind:id; kinds are person, system, bot, partner' },
    actorrole: { type: 'string', description: 'Role in which the actor acted' },
    schemaversion: { type: 'string', description: 'Version of the body; by default the current one' },
    importid: { type: 'string' },
    eventid: { type: 'string', description: LEDGER_ATTRIBUTE },
    recordedtime: { type: 'string', format: 'date-time', description: LEDGER_ATTRIBUTE },
    streamrevision: { type: 'integer', description: LEDGER_ATTRIBUTE },
    position: { type: 'string', description: LEDGER_ATTRIBUTE },
  },
};
