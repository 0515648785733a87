import type { RecordFactAnswer } from './record-fact.command.js';

/** JSON Schema of a recording command's answer. */
export const RECORDING_ANSWER_SCHEMA = {
  type: 'object',
  required: ['eventIds', 'revision', 'position'],
  properties: {
    customerId: { type: 'string', format: 'uuid', description: 'Where it is about a customer' },
    eventIds: { type: 'array', items: { type: 'string', format: 'uuid' } },
    revision: { type: 'integer', description: 'Revision of the stream after this' },
    position: { type: 'string', description: 'Place in the log; give it as minPosition to read your own write' },
  },
};

/** What goes over the wire; that it was a replay is said in a header, so that the second answer equals the first. */
export function recordingAnswer({ customerId, eventIds, revision, position }: RecordFactAnswer): object {
  return { ...(customerId === undefined ? {} : { customerId }), eventIds, revision, position };
}
