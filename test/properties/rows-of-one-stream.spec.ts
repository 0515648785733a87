import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DOMAINS, factCatalogue } from '#assembly';
import { customerStream, type Projection, type RecordedEvent } from '#kernel';
import { ProjectionFold } from '../../libs/projections/src/fold/projection-fold.js';
import { recordedIn } from './loyalty/ledger-events.js';
import { history } from './loyalty/steps.js';
import { World } from './loyalty/world.js';
import { valid } from './valid-body.js';

const divided = DOMAINS.flatMap(({ projections }) => projections).filter(({ scope }) => scope === 'stream');
/** Bodies of decided facts name lots by the ids of events, which no two streams have in common: histories show those. */
const sentIn = factCatalogue().all.filter(({ path, stream }) => path !== undefined && stream === undefined);
const CUSTOMERS = ['00000000-0000-5000-8000-000000000001', '00000000-0000-5000-8000-000000000002'];

/** Rows that events of more than one stream touch. */
function sharedRows(projection: Projection, events: readonly RecordedEvent[]): string[] {
  const owners = new Map<string, string>();
  const shared = new Set<string>();
  for (const { entry, keys, failure } of new ProjectionFold(projection).touches(events)) {
    if (failure) continue;
    for (const [index, ofTable] of keys.entries()) {
      for (const key of ofTable) {
        const row = `${projection.tables[index]!.name} ${key}`;
        if ((owners.get(row) ?? entry.stream) !== entry.stream) shared.add(row);
        owners.set(row, entry.stream);
      }
    }
  }
  return [...shared];
}

/** Two processes may derive them at the same time, so no row may be touched from streams of two partitions. */
describe('a projection that is divided by stream', () => {
  it('is nearly every one', () => {
    const whole = DOMAINS.flatMap(({ projections }) => projections).filter(({ scope }) => scope !== 'stream');
    expect(whole.map(({ name }) => name)).toEqual(['loyalty-transfers', 'statistics']);
  });

  it('would be found out if its rows gathered from many', () => {
    const statistics = DOMAINS.flatMap(({ projections }) => projections).find(({ name }) => name === 'statistics')!;
    fc.assert(
      fc.property(history, (steps) => {
        const events = recordedIn(new World().run(steps), 'w');
        fc.pre(new Set(events.map(({ stream }) => stream)).size > 1);
        expect(sharedRows(statistics, events)).not.toEqual([]);
      }),
      { numRuns: 5 },
    );
  });

  it.each(sentIn)('has no row in common for the same $type about two customers', ({ type, schema }) => {
    fc.assert(
      fc.property(valid(schema), (body) => {
        const events = CUSTOMERS.map((customer, index) => eventOf(type, body as object, customer, index));
        for (const projection of divided) expect(sharedRows(projection, events)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it('has no row in common among customers who earn, use and give each other points', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const events = recordedIn(new World().run(steps), 'w');
        for (const projection of divided) expect(sharedRows(projection, events)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

function eventOf(type: string, data: object, customer: string, index: number): RecordedEvent {
  const at = '2026-03-01T12:00:00.000Z';
  return {
    id: `00000000-0000-4000-8000-00000000000${index}`,
    type,
    data,
    stream: customerStream(customer),
    revision: 0,
    position: BigInt(index + 1),
    metadata: { source: 'urn:spec', sourceId: String(index), occurredAt: at, recordedAt: at, schemaVersion: 1 },
  };
}
