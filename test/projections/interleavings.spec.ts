import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type RecordedEvent, customerOfStream } from '#kernel';
import type { ProjectionEngine } from '#projections';
import { openEventStore } from '#event-store';
import { startDouble } from '../eventstoredb-double/start-double.js';
import { type Count, type Counted, Ledger, type OpenLog, customerIdFor, days, sums, tallies } from './ledger.js';

const CUSTOMERS = 5;
const ENGINES = 3;
const PROJECTIONS = [tallies, days, sums];

/** The log on the protocol double of EventStoreDB, whose positions have gaps. */
const doubleLog: OpenLog = async () => {
  const double = await startDouble();
  const store = await openEventStore({ url: double.url, saysTheSame: () => true });
  return { store, close: () => double.stop() };
};

/** What the rows must be, by the simplest means: counted event by event, none of it the engine's own code. */
class Model {
  readonly tally = new Map<string, { total: number; events: number }>();
  readonly dayTotals = new Map<string, number>();
  /** Positions of events that cannot be counted for their customer, or come behind one that could not. */
  readonly leftOut: number[] = [];

  constructor(events: readonly RecordedEvent[]) {
    const stuck = new Set<string>();
    for (const { stream, data, position, metadata } of events) {
      const { amount, note } = data as Counted;
      const customer = customerOfStream(stream)!;
      const day = metadata.occurredAt.slice(0, 10);
      this.dayTotals.set(day, (this.dayTotals.get(day) ?? 0) + amount);
      if (note === 'poison' || stuck.has(customer)) {
        stuck.add(customer);
        this.leftOut.push(Number(position));
        continue;
      }
      const { total, events: counted } = this.tally.get(customer) ?? { total: 0, events: 0 };
      this.tally.set(customer, { total: total + amount, events: counted + 1 });
    }
  }
}

/** One thing that happens to a ledger whose engines run. */
type Step =
  | { kind: 'append'; counts: Count[]; isWaitedFor: boolean }
  | { kind: 'start'; engine: number; batchSize: number }
  | { kind: 'stop'; engine: number }
  | { kind: 'cut' }
  | { kind: 'catch up'; engine: number }
  | { kind: 'pause'; forMs: number };

const count: fc.Arbitrary<Count> = fc.record(
  {
    customer: fc.integer({ min: 0, max: CUSTOMERS - 1 }),
    amount: fc.integer({ min: 0, max: 1_000 }),
    note: fc.oneof({ weight: 12, arbitrary: fc.constant('fine') }, { weight: 1, arbitrary: fc.constant('poison') }),
  },
  { requiredKeys: ['customer', 'amount'] },
);

const engine = fc.integer({ min: 0, max: ENGINES - 1 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      counts: fc.array(count, { minLength: 1, maxLength: 30 }),
      isWaitedFor: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('start' as const),
      engine,
      batchSize: fc.constantFrom(1, 3, 10, 1_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('stop' as const), engine }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cut' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('catch up' as const), engine }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('pause' as const), forMs: fc.integer({ min: 0, max: 40 }) }),
  },
);

/** A ledger with engines that come and go, as processes would. */
class Interleaving {
  private readonly running = new Map<number, ProjectionEngine>();
  private readonly appending: Promise<unknown>[] = [];

  /** Customers from `firstCustomer` on: those of the runs before may be stuck for good. */
  constructor(
    private readonly ledger: Ledger,
    private readonly firstCustomer = 0,
  ) {}

  async carryOut(steps: readonly Step[]): Promise<void> {
    for (const each of steps) await this.take(each);
    await Promise.all(this.appending);
  }

  /** All engines gone, one more brings the read models to the head of the log. */
  async comeToRest(): Promise<void> {
    await Promise.all([...this.running.keys()].map((number) => this.stop(number)));
    const last = this.ledger.engine(PROJECTIONS);
    await last.catchUp();
    await last.stop();
  }

  private async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'append': {
        const { firstCustomer } = this;
        const counts = step.counts.map((each) => ({ ...each, customer: firstCustomer + each.customer }));
        const appended = this.ledger.record(counts);
        this.appending.push(appended);
        if (step.isWaitedFor) await appended;
        return;
      }
      case 'start':
        return this.start(step.engine, step.batchSize);
      case 'stop':
        return this.stop(step.engine);
      case 'cut':
        return this.ledger.cutRunner();
      case 'catch up':
        await this.running.get(step.engine)?.catchUp();
        return;
      case 'pause':
        await delay(step.forMs);
    }
  }

  private async start(number: number, batchSize: number): Promise<void> {
    if (this.running.has(number)) return;
    const started = this.ledger.engine(PROJECTIONS, { batchSize });
    this.running.set(number, started);
    await started.start();
  }

  private async stop(number: number): Promise<void> {
    const stopped = this.running.get(number);
    this.running.delete(number);
    await stopped?.stop();
  }
}

async function expectModel(ledger: Ledger): Promise<void> {
  const events = await ledger.events();
  const model = new Model(events);
  const tallyRows = (await ledger.tables(tallies)).get('tally')!;
  const found = [...tallyRows].map(([customer, row]) => {
    const { total, events: counted } = row as { total: number; events: number };
    return [customer, { total, events: counted }];
  });
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(model.tally));
  const dayRows = (await ledger.tables(days)).get('day_total')!;
  const dayTotals = [...dayRows].map(([day, row]) => [day, (row as { total: number }).total]);
  expect(Object.fromEntries(dayTotals)).toEqual(Object.fromEntries(model.dayTotals));
  const sumRows = [...(await ledger.tables(sums)).get('stream_sum')!].map(([stream, row]) => {
    const { total, events: counted } = row as { total: number; events: number };
    return [customerOfStream(stream), { total, events: counted }];
  });
  expect(Object.fromEntries(sumRows)).toEqual(Object.fromEntries(model.tally));
  for (const projection of ['tallies', 'sums']) {
    const leftOut = await ledger.sql<{ position: string }>(
      `select position from read.parked_event where projection = '${projection}' order by position`,
    );
    expect(leftOut.map(({ position }) => Number(position))).toEqual(model.leftOut);
  }
  const observer = ledger.engine(PROJECTIONS);
  const poisoned = model.leftOut.length;
  const statuses = await observer.status();
  expect(statuses.map(({ name, checkpoint, lag }) => ({ name, checkpoint, lag }))).toEqual(
    ['tallies', 'days', 'sums'].map((name) => ({ name, checkpoint: events.at(-1)?.position ?? 0n, lag: 0n })),
  );
  expect(statuses.map(({ parked, held }) => parked + held)).toEqual([poisoned, 0, poisoned]);
}

describe.each([
  { log: 'PostgreSQL', openLog: undefined, runs: 25 },
  { log: 'the double of EventStoreDB', openLog: doubleLog, runs: 10 },
])(
  'with the log in $log, engines that start, stop and are cut off while events come in',
  ({ openLog, runs: numRuns }) => {
    let ledger: Ledger;
    beforeEach(async () => {
      ledger = await Ledger.open(openLog);
    });
    afterEach(() => ledger.close());

    it('leave the rows and checkpoints of a simple count, whatever the interleaving', async () => {
      await ledger.engine(PROJECTIONS).migrate();
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
          const interleaving = new Interleaving(ledger, CUSTOMERS * (runs += 1));
          await interleaving.carryOut(steps);
          await interleaving.comeToRest();
          await expectModel(ledger);
        }),
        // Each run goes on with the log of the one before; smaller cases of one that fails would begin with all of it.
        { numRuns, endOnFailure: true },
      );
    });

    it.each([
      [
        'an event was counted twice',
        `update read.tally set total = total + 1 where customer_id = '${customerIdFor(1)}'`,
      ],
      ['a row is missing', `delete from read.day_total where ctid = (select ctid from read.day_total limit 1)`],
      ['a checkpoint is behind', `update read.projection_checkpoint set position = position - 1 where name = 'days'`],
      ['an event that was left out is forgotten', `delete from read.parked_event`],
    ])('are found out when %s', async (_, sabotage) => {
      await ledger.engine(PROJECTIONS).migrate();
      const counts = [0, 1, 2, 1].map((customer) => ({ customer, amount: 5 }));
      await ledger.record([...counts, { customer: 2, amount: 1, note: 'poison' }, { customer: 2, amount: 2 }]);
      await new Interleaving(ledger).comeToRest();
      await expectModel(ledger);
      await ledger.sql(sabotage);
      await expect(expectModel(ledger)).rejects.toThrow();
    });
  },
);
