import { randomUUID } from 'node:crypto';
import type { Append, ExpectedRevision, NewEvent, StoredEvent } from '#event-store';

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

export function ids(found: readonly { id: string }[]): string[] {
  return found.map((event) => event.id);
}

/** 1, 2, 3 … count */
export function positionsUpTo(count: number): bigint[] {
  return Array.from({ length: count }, (_, index) => BigInt(index + 1));
}
