import { EventCodec, type EventStore, PostgresEventStore } from '#event-store';
import {
  FactBody,
  FactCatalogue,
  type Projection,
  type RecordedEvent,
  Text,
  WholeNumber,
  customerOfStream,
  customerStream,
  eventIdOf,
  projectedTable,
} from '#kernel';
import { ProjectionEngine, type ProjectionEngineOptions } from '#projections';
import { entityOf } from '#projections/read-models';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { type TestDatabase, createTestDatabase } from '../support/database.js';

@FactBody({ version: 1, path: 'counted', about: 'Something was counted' })
export class Counted {
  @WholeNumber({ about: 'How much' })
  amount!: number;

  @Text({ about: 'What', optional: true })
  note?: string;

  @Text({ about: 'Another customer that it counts for, too', optional: true })
  alsoFor?: string;
}

/** What is to be recorded: for whom, how much. */
export interface Count {
  customer: number;
  amount: number;
  note?: string;
  alsoFor?: number;
}

export function customerIdFor(customer: number): string {
  return `00000000-0000-5000-8000-${String(customer).padStart(12, '0')}`;
}

export interface TallyRow {
  customer_id: string;
  total: number;
  events: number;
  last_note: string | null;
  last_at: string;
  notes: string[];
  history: { amount: number; id: string }[];
}

const NOTHING = { total: 0, events: 0, last_note: null, notes: [], history: [] };

const tally = projectedTable<TallyRow>({
  name: 'tally',
  columns: {
    customer_id: 'uuid',
    total: 'bigint',
    events: 'integer',
    last_note: 'text',
    last_at: 'timestamptz',
    notes: 'text[]',
    history: 'jsonb',
  },
  key: 'customer_id',
  indexes: ['(total)'],
  keysOf: ({ stream, data }) => {
    const { alsoFor } = data as Counted;
    const id = customerOfStream(stream)!;
    return alsoFor === undefined ? [id] : [id, alsoFor];
  },
  evolve: (row, { id, data, metadata }, key) => {
    const { amount, note } = data as Counted;
    if (note === 'poison') throw new Error('cannot be counted');
    const before = row ?? NOTHING;
    return {
      customer_id: key,
      total: before.total + amount,
      events: before.events + 1,
      last_note: note ?? before.last_note,
      last_at: metadata.occurredAt,
      notes: note === undefined ? before.notes : [...before.notes, note].slice(-3),
      history: [...before.history, { amount, id }].slice(-3),
    };
  },
});

/** Folds a little of every kind of column, by customer. */
export const tallies: Projection = { name: 'tallies', version: 1, tables: [tally] };

interface DayRow {
  day: string;
  total: number;
  odd: boolean;
}

/** Few rows that many events touch. */
export const days: Projection = {
  name: 'days',
  version: 1,
  tables: [
    projectedTable<DayRow>({
      name: 'day_total',
      columns: { day: 'text', total: 'bigint', odd: 'boolean' },
      key: 'day',
      keysOf: ({ metadata }) => [metadata.occurredAt.slice(0, 10)],
      evolve: (row, { data }, day) => {
        const total = (row?.total ?? 0) + (data as Counted).amount;
        return { day, total, odd: total % 2 === 1 };
      },
    }),
  ],
};

export interface SumRow {
  stream: string;
  total: number;
  events: number;
}

/** A row for each stream: several processes can derive it. */
export const sums: Projection = {
  name: 'sums',
  version: 1,
  scope: 'stream',
  tables: [
    projectedTable<SumRow>({
      name: 'stream_sum',
      columns: { stream: 'text', total: 'bigint', events: 'integer' },
      key: 'stream',
      keysOf: ({ stream }) => [stream],
      evolve: (row, { stream, data }) => {
        const { amount, note } = data as Counted;
        if (note === 'poison') throw new Error('cannot be counted');
        return { stream, total: (row?.total ?? 0) + amount, events: (row?.events ?? 0) + 1 };
      },
    }),
  ],
};

interface DigitRow {
  digit: string;
  total: number;
  events: number;
  last_position: number;
}

/** Few rows that gather from all streams, and can be combined of what each stream makes. */
export const digits: Projection = {
  name: 'digits',
  version: 1,
  tables: [
    projectedTable<DigitRow>({
      name: 'digit',
      columns: { digit: 'text', total: 'bigint', events: 'integer', last_position: 'bigint' },
      key: 'digit',
      keysOf: ({ data }) => [`${(data as Counted).amount % 10}`],
      evolve: (row, { position, data }, digit) => {
        const { amount, note } = data as Counted;
        if (note === 'poison') throw new Error('cannot be counted');
        const { total, events } = row ?? { total: 0, events: 0 };
        return { digit, total: total + amount, events: events + 1, last_position: Number(position) };
      },
      combine: (one, other) => ({
        digit: one.digit,
        total: one.total + other.total,
        events: one.events + other.events,
        last_position: Math.max(one.last_position, other.last_position),
      }),
    }),
  ],
};

/** Opens a log of a test's own; `close` gives up what stands behind it. */
export type OpenLog = (database: TestDatabase) => Promise<{ store: EventStore; close(): Promise<void> }>;

const postgresLog: OpenLog = async ({ url }) => {
  const store = await PostgresEventStore.open({ connectionString: url, saysTheSame: () => true });
  return { store, close: () => Promise.resolve() };
};

/** A log and a database for read models, both real and empty. */
export class Ledger {
  readonly codec = new EventCodec(new FactCatalogue([Counted]));
  private readonly engines: ProjectionEngine[] = [];
  private counted = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly store: EventStore,
    private readonly closeLog: () => Promise<void>,
  ) {}

  static async open(openLog: OpenLog = postgresLog): Promise<Ledger> {
    const database = await createTestDatabase();
    const { store, close } = await openLog(database);
    return new Ledger(database, store, close);
  }

  async close(): Promise<void> {
    for (const engine of this.engines) await engine.stop();
    await this.store.close();
    await this.closeLog();
    await this.database.drop();
  }

  engine(projections: readonly Projection[], options: Partial<ProjectionEngineOptions> = {}): ProjectionEngine {
    const engine = new ProjectionEngine({
      store: this.store,
      codec: this.codec,
      connectionString: this.database.url,
      projections,
      leaseRetryMs: 20,
      ...options,
    });
    this.engines.push(engine);
    return engine;
  }

  /** Records one event for each, in order; the position of the last. */
  async record(counts: readonly Count[]): Promise<bigint> {
    let position = 0n;
    const answers = await this.store.appendMany(
      counts.map(({ customer, alsoFor, ...body }) => {
        this.counted += 1;
        const sourceId = String(this.counted);
        const data = alsoFor === undefined ? body : { ...body, alsoFor: customerIdFor(alsoFor) };
        const occurredAt = new Date(
          Date.UTC(2026, 0, 1 + (this.counted % 40), 8, 0, 0, this.counted % 1000),
        ).toISOString();
        const metadata = { source: 'urn:test', sourceId, occurredAt, schemaVersion: 1 };
        const event = { id: eventIdOf('urn:test', sourceId), type: 'Counted', data, metadata };
        return {
          stream: customerStream(customerIdFor(customer)),
          expectedRevision: 'any' as const,
          events: [this.codec.encode(event, new Date())],
        };
      }),
    );
    for (const answer of answers) {
      if (answer.status === 'rejected') throw answer.reason;
      if (answer.value.position > position) position = answer.value.position;
    }
    return position;
  }

  async events(): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const batch of this.store.readAll()) for (const stored of batch) events.push(this.codec.decode(stored));
    return events;
  }

  /** All rows of a projection as readers see them, by table and key. */
  async tables({ tables }: Projection): Promise<Map<string, Map<string, object>>> {
    const entities = tables.map((table) => entityOf(table));
    const source = new DataSource({ type: 'postgres', url: this.database.url, entities });
    await source.initialize();
    try {
      const found = new Map<string, Map<string, object>>();
      for (const table of tables) {
        const rows = await source.getRepository(entityOf(table)).find();
        found.set(table.name, new Map(rows.map((row) => [row[table.key] as string, { ...row }])));
      }
      return found;
    } finally {
      await source.destroy();
    }
  }

  /** Runs SQL behind the engine's back. */
  async sql<Row extends object = Record<string, unknown>>(text: string): Promise<Row[]> {
    const client = new Client({ connectionString: this.database.url });
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  /** Cuts the connection of whoever runs the projections. */
  async cutRunner(): Promise<void> {
    await this.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'rapport-projections'`,
    );
  }
}

/** `length` events of `customers` customers in turn, each with a note that is hard to quote. */
export function counts(length: number, customers = 10): Count[] {
  return Array.from({ length }, (_, index) => ({
    customer: (index * 7) % customers,
    amount: index,
    note: `n"${index}\\ {a,b} \u00fc`,
  }));
}
