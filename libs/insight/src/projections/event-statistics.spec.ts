import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#kernel';
import { eventTypeTable } from './event-statistics.js';

describe('event statistics', () => {
  it('count the events of a type and keep its earliest and latest time, whatever order they come in', () => {
    const row = [event(1n, '2024-05-02T00:00:00.000Z'), event(2n, '2024-05-01T00:00:00.000Z')].reduce(
      (before: Record<string, unknown> | undefined, next) => eventTypeTable.evolve(before, next, next.type, undefined),
      undefined,
    );

    expect(row).toEqual({
      type: 'CallLogged',
      events: 2,
      first_position: 1,
      last_position: 2,
      first_occurred_at: '2024-05-01T00:00:00.000Z',
      last_occurred_at: '2024-05-02T00:00:00.000Z',
    });
  });
});

function event(position: bigint, occurredAt: string): RecordedEvent {
  return {
    id: `00000000-0000-7000-8000-00000000000${position}`,
    type: 'CallLogged',
    stream: 'customer-00000000-0000-7000-8000-000000000000',
    revision: Number(position) - 1,
    position,
    data: {},
    metadata: { source: 'urn:test', sourceId: '1', occurredAt, recordedAt: occurredAt, schemaVersion: 1 },
  };
}
