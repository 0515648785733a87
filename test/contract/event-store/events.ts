import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Append, EventStore, ExpectedRevision, NewEvent, StoredEvent } from '#event-store';

export function anEvent(fields: Partial<NewEvent> = {}): NewEvent {
  return {
    id: randomUUID(),
    type: 'NoteAdded',
    data: Buffer.from(JSON.stringify({ text: randomUUID() })),
    metadata: Buffer.from(JSON.stringify({ source: 'urn:contract' })),
    ...fields,
  };
}

export function events(count: number): NewEvent[] {
  return Array.from({ length: count }, () => anEvent());
}

/** An append of the given events, or of a new one. */
export function to(stream: string, expectedRevision: ExpectedRevision, ...offered: NewEvent[]): Append {
  return { stream, expectedRevision, events: offered.length > 0 ? offered : [anEvent()] };
}

export async function all(batches: AsyncIterable<StoredEvent[]>): Promise<StoredEvent[]> {
  const found: StoredEvent[] = [];
  for await (const batch of batches) {
    if (batch.length === 0) throw new Error('a batch is never empty');
    found.push(...batch);
  }
  return found;
}

export function positions(found: readonly { position: bigint }[]): bigint[] {
  return found.map(({ position }) => position);
}

export function ids(found: readonly { id: string }[]): string[] {
  return found.map((event) => event.id);
}

/** As positions of the whole log must be: strictly ascending, and where the engine says so 1, 2, 3 … */
export function expectWholeLog(store: EventStore, positions: readonly bigint[], count: number): void {
  expect(positions).toHaveLength(count);
  expectAscending(positions);
  if (store.hasGaplessPositions && count > 0) expect([positions[0], positions.at(-1)]).toEqual([1n, BigInt(count)]);
}

export function expectAscending(positions: readonly bigint[]): void {
  expect(positions.findIndex((position, n) => n > 0 && position <= positions[n - 1]!)).toBe(-1);
}
