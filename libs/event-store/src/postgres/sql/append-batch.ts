import type { ClientBase } from 'pg';
import type { Append } from '../../port/event-store.js';
import type { ExpectedRevision } from '../../port/expected-revision.js';
import { byteaArray, integerArray, textArray, uuidArray } from '../append/binary-array.js';

export const STORED = 0;
export const KNOWN = 1;
export const NOT_AS_EXPECTED = 2;

export interface BatchVerdict {
  /** Head of the log before the batch. */
  head: bigint;
  /** Per append: STORED, KNOWN (an event of it was in the log already) or NOT_AS_EXPECTED. */
  outcomes: number[];
  /** Per append: last revision of its stream before the batch, -1 for none. */
  revisions: number[];
}

const EXPECTED_CODES = { none: -1, exists: -2, any: -3 } as const;

/** One batch through the function log.append; see there for what may stand in one. */
export async function appendBatch(client: ClientBase, appends: readonly Append[]): Promise<BatchVerdict> {
  const { rows } = await client.query<{ head: string; outcomes: number[]; revisions: number[] }>({
    name: 'append-batch',
    text: 'SELECT head, outcomes, revisions FROM log.append($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    values: parametersOf(appends),
  });
  const { head, outcomes, revisions } = rows[0]!;
  return { head: BigInt(head), outcomes, revisions };
}

function parametersOf(appends: readonly Append[]): Buffer[] {
  const numbers: number[] = [];
  const places: number[] = [];
  const streams: string[] = [];
  const placesByStream = new Map<string, number>();
  appends.forEach(({ stream, events }, index) => {
    const before = placesByStream.get(stream) ?? 0;
    placesByStream.set(stream, before + events.length);
    for (let i = 0; i < events.length; i += 1) {
      numbers.push(index + 1);
      places.push(before + i);
      streams.push(stream);
    }
  });
  const events = appends.length === 1 ? appends[0]!.events : appends.flatMap((append) => append.events);
  return [
    textArray(appends.map((append) => append.stream)),
    integerArray(appends.map((append) => codeOf(append.expectedRevision))),
    integerArray(numbers),
    integerArray(places),
    textArray(streams),
    uuidArray(events.map((event) => event.id)),
    textArray(events.map((event) => event.type)),
    byteaArray(events.map((event) => event.data)),
    byteaArray(events.map((event) => event.metadata)),
  ];
}

function codeOf(expected: ExpectedRevision): number {
  return typeof expected === 'number' ? expected : EXPECTED_CODES[expected];
}
