import { once } from 'node:events';
import { Client, Pool } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Append, type EventStore, openEventStore } from '#event-store';
import { COPY_ROWS, createPlainTable, INSERT_ROW } from './support/plain-table.js';
import { logUrlOf } from './support/log-url.js';
import { median, type Rate, rateOf, round } from './support/rate.js';
import { sampleEvent, sampleStream } from './support/sample-event.js';
import { withScratchDatabase } from './support/scratch-database.js';

const CALLERS = 32;
const ROUNDS = 5;
const ROUND_EVENTS = 15_000;
const WARM_UP_EVENTS = 5_000;
const CUSTOMERS = 20_000;
const BULK_EVENTS = 40_000;
const BULK_AT_ONCE = 5_000;

/**
 * Durable single-event appends through the port, 32 callers in one process, against one-row INSERTs of the same
 * events into a table with the same columns and indexes, over 32 connections. Both sides take turns on one server.
 * Beside it, appends in bulk against COPY.
 */
export function append(databaseUrl: string) {
  return withScratchDatabase(databaseUrl, async (url) => {
    const admin = new Client({ connectionString: url });
    await admin.connect();
    await createPlainTable(admin);
    const { rows } = await admin.query<{ fsync: string }>('SHOW fsync');
    const store = await openEventStore({ url: logUrlOf(url), saysTheSame: () => true });
    const pool = new Pool({ connectionString: url, max: CALLERS });
    // The scratch database is dropped while the last of its connections may still be closing.
    pool.on('error', () => undefined);
    try {
      const singles = await measureSingles(store, pool);
      const bulk = await measureBulk(store, admin);
      return { name: 'append' as const, unit: 'events/s', ...singles, callers: CALLERS, fsync: rows[0]!.fsync, bulk };
    } finally {
      await pool.end();
      await store.close();
      await admin.end();
    }
  });
}

async function measureSingles(store: EventStore, pool: Pool) {
  const appends: Rate[] = [];
  const inserts: Rate[] = [];
  const revisions = new Map<string, number>();
  for (let round = 0; round <= ROUNDS; round += 1) {
    const offered = anyAppends(round === 0 ? WARM_UP_EVENTS : ROUND_EVENTS);
    const appended = await rateOf(CALLERS, offered, (one) => store.append(one));
    // The plain table is told the revisions that the log had to find out.
    const rows = offered.map((one) => rowOf(one, revisions));
    const inserted = await rateOf(CALLERS, rows, (values) => pool.query({ ...INSERT_ROW, values }));
    if (round === 0) continue;
    appends.push(appended);
    inserts.push(inserted);
  }
  const value = median(appends.map((rate) => rate.perSecond));
  const baseline = median(inserts.map((rate) => rate.perSecond));
  return { value, baseline, ratio: round(value / baseline, 2), rounds: { appends, inserts } };
}

function rowOf({ stream, events }: Append, revisions: Map<string, number>): unknown[] {
  const revision = (revisions.get(stream) ?? -1) + 1;
  revisions.set(stream, revision);
  const { id, type, data, metadata } = events[0]!;
  return [revision, id, stream, type, data, metadata];
}

async function measureBulk(store: EventStore, client: Client) {
  const appends: number[] = [];
  const copies: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const offered = anyAppends(BULK_EVENTS);
    appends.push(await eventsPerSecond(offered, (all) => appendInBulk(store, all)));
    copies.push(await eventsPerSecond(offered, (all) => copyInBulk(client, all, round)));
  }
  const value = median(appends);
  const baseline = median(copies);
  return { value, baseline, ratio: round(value / baseline, 2), rounds: { appends, copies } };
}

async function eventsPerSecond(appends: readonly Append[], store: (appends: readonly Append[]) => Promise<void>) {
  const started = performance.now();
  await store(appends);
  return Math.round((appends.length / (performance.now() - started)) * 1_000);
}

async function appendInBulk(store: EventStore, appends: readonly Append[]): Promise<void> {
  for (let at = 0; at < appends.length; at += BULK_AT_ONCE) {
    const outcomes = await store.appendMany(appends.slice(at, at + BULK_AT_ONCE));
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    if (refused) throw refused.reason;
  }
}

async function copyInBulk(client: Client, appends: readonly Append[], round: number): Promise<void> {
  const copy = client.query(copyFrom(COPY_ROWS));
  // Revisions of the single inserts lie below; within the round each row has its own.
  let revision = 1_000_000 + round * BULK_EVENTS;
  for (const { stream, events } of appends) {
    for (const event of events) {
      revision += 1;
      const data = `\\\\x${event.data.toString('hex')}`;
      const metadata = `\\\\x${event.metadata.toString('hex')}`;
      const line = `${revision}\t${event.id}\t${stream}\t${event.type}\t${data}\t${metadata}\n`;
      if (!copy.write(line)) await once(copy, 'drain');
    }
  }
  copy.end();
  await once(copy, 'finish');
}

function anyAppends(count: number): Append[] {
  return Array.from({ length: count }, () => ({
    stream: sampleStream(CUSTOMERS),
    expectedRevision: 'any',
    events: [sampleEvent()],
  }));
}
