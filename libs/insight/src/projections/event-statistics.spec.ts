import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ProjectedTable, RecordedEvent } from '#kernel';
import { combinedByStream } from '../../../../test/support/combined-by-stream.js';
import { fold } from '../../../../test/support/fold.js';
import { eventTypeTable, ledgerTotalTable } from './event-statistics.js';

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

  it.each<[string, ProjectedTable]>([
    ['event types', eventTypeTable],
    ['totals', ledgerTotalTable],
  ])('of %s are the same, folded in order or stream by stream', (_, table) => {
    const happened = fc.record({
      type: fc.constantFrom('CallLogged', 'RefusalRecorded'),
      customer: fc.nat(3),
      at: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
    });
    fc.assert(
      fc.property(fc.array(happened, { minLength: 1, maxLength: 30 }), (history) => {
        const revisions = new Map<number, number>();
        const events = history.map(({ type, customer, at }, index) => {
          const revision = revisions.get(customer) ?? 0;
          revisions.set(customer, revision + 1);
          const stream = `customer-00000000-0000-7000-8000-00000000000${customer}`;
          return { ...event(BigInt(index + 1), at.toISOString()), type, stream, revision };
        });
        expect(combinedByStream(table, events)).toEqual(fold(table, events));
      }),
    );
  });
});

function event(position: bigint, occurredAt: string): RecordedEvent {
  return {
    id: `00000000-0000-7000-8000-${String(position).padStart(12, '0')}`,
    type: 'CallLogged',
    stream: 'customer-00000000-0000-7000-8000-000000000000',
    revision: Number(position) - 1,
    position,
    data: {},
    metadata: { source: 'urn:test', sourceId: '1', occurredAt, recordedAt: occurredAt, schemaVersion: 1 },
  };
}
