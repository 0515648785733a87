/** JSON Schema of one thing that is wrong with an input. */
export const VIOLATION_SCHEMA = {
  type: 'object',
  required: ['field', 'rule', 'message'],
  properties: { field: { type: 'string' }, rule: { type: 'string' }, message: { type: 'string' } },
};

/** JSON Schema of what became of one item; `place` says where it stood in the request. */
export function itemAnswerSchema(place: 'index' | 'line'): object {
  const placed = (status: readonly string[], required: readonly string[], properties: object) => ({
    type: 'object',
    required: [place, 'status', ...required],
    properties: { [place]: { type: 'integer' }, status: { type: 'string', enum: status }, ...properties },
  });
  return {
    oneOf: [
      placed(['stored', 'duplicate'], ['eventIds', 'revision', 'position'], {
        eventIds: { type: 'array', items: { type: 'string', format: 'uuid' } },
        revision: { type: 'integer' },
        position: { type: 'string' },
      }),
      placed(['rejected'], ['code', 'detail'], {
        code: { type: 'string' },
        detail: { type: 'string' },
        errors: { type: 'array', items: VIOLATION_SCHEMA },
      }),
    ],
  };
}

/** JSON Schema of a batch's answer. */
export const BATCH_ANSWER_SCHEMA = {
  type: 'object',
  required: ['stored', 'duplicates', 'rejected', 'items'],
  properties: {
    stored: { type: 'integer' },
    duplicates: { type: 'integer' },
    rejected: { type: 'integer' },
    items: { type: 'array', items: itemAnswerSchema('index') },
  },
};
