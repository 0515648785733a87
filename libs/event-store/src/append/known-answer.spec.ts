import { describe, expect, it } from '@jest/globals';
import { IdempotencyConflict } from '../errors/idempotency-conflict.js';
import type { NewEvent, StoredEvent } from '../port/stored-event.js';
import { answerKnown } from './known-answer.js';

const A = '00000000-0000-4000-8000-00000000000a';
const B = '00000000-0000-4000-8000-00000000000b';

describe('The answer to an append of which something is in the log', () => {
  const offered = (id: string, data = id): NewEvent => ({
    id,
    type: 'CallLogged',
    data: Buffer.from(data),
    metadata: Buffer.from('{}'),
  });
  const inLog = (...ids: string[]): Map<string, StoredEvent> =>
    new Map(ids.map((id, revision) => [id, { ...offered(id), stream: 's', revision, position: BigInt(revision + 1) }]));
  const answer = (events: readonly NewEvent[], stored: ReadonlyMap<string, StoredEvent>, resent: boolean) =>
    answerKnown(
      { stream: 's', expectedRevision: 'any', events },
      stored,
      (known, other) => known.data.equals(other.data),
      resent,
    );

  it('is the first one again', () => {
    expect(answer([offered(A), offered(B)], inLog(A, B), false)).toEqual({
      revision: 1,
      position: 2n,
      duplicate: true,
    });
  });

  it('is that it was stored now, when it was sent before without an answer and lies there as it was sent', () => {
    expect(answer([offered(A), offered(B)], inLog(A, B), true)).toMatchObject({ duplicate: false });
  });

  it('is the first one again, when its events lie there in another order: others have stored them', () => {
    expect(answer([offered(A), offered(B)], inLog(B, A), true)).toEqual({ revision: 0, position: 1n, duplicate: true });
  });

  it('is a conflict, when something else is there under an id, or nothing', () => {
    expect(() => answer([offered(A, 'other')], inLog(A), true)).toThrow(IdempotencyConflict);
    expect(() => answer([offered(A), offered(B)], inLog(A), true)).toThrow(IdempotencyConflict);
  });
});
