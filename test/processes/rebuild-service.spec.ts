import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import { EmbeddedDatabase } from '#embedded-database';
import { customerIdOf, eventIdOf } from '#kernel';
import type { RebuildResult } from '#projections';
import { offerSteadily } from '../../bench/support/steady-offer.js';
import { eventually } from '../support/eventually.js';
import { rapport, rapportJson } from './support/command-line.js';
import { connected } from './support/contents.js';
import { freePort } from './support/free-port.js';
import { deviationsFrom, readLog } from './support/ledger-content.js';
import { Service } from './support/service.js';
import { TemporaryHome } from './support/temporary-home.js';

const EVENTS = 30_000;
const REBUILD = ['projections', 'rebuild', '--all', '--verify'];

/** What comes in meanwhile: so many batches a second, of so many events each. */
const TRAFFIC = { batchesPerSecond: 50, events: 6 };
const TRAFFIC_SECONDS = 15;
const CUSTOMERS = 40;
const SOURCE = 'urn:till';

/** Megabytes of lasting heap, for the program and each of its threads; their code alone takes two thirds of it. */
const HEAP_MB = 64;

describe('a rebuild beside a service', () => {
  let home: TemporaryHome;
  let database: EmbeddedDatabase;
  let sql: Client;
  let service: Service;

  beforeAll(async () => {
    home = await TemporaryHome.make();
    database = await EmbeddedDatabase.acquire({ home: home.path });
    sql = await connected(database.url);
    await rapport(['generate', '--events', String(EVENTS)], { home: home.path });
    service = await Service.serving({ home: home.path, port: await freePort() });
    await eventually('all is derived', isCaughtUp);
  }, 240_000);

  afterAll(async () => {
    await service.stop();
    await sql.end();
    await database.release();
    await home.remove();
  });

  async function isCaughtUp(): Promise<boolean> {
    const { status, body } = await service.get<{ projections: { lag: string }[] }>('/v1/projections');
    return status === 200 && body.projections.every(({ lag }) => lag === '0');
  }

  /** Records purchases at a steady rate; the ids of all that were acknowledged. */
  async function traffic(name: string): Promise<{ eventIds: string[]; latestMs: number }> {
    const eventIds: string[] = [];
    const { latestMs } = await offerSteadily(TRAFFIC.batchesPerSecond, TRAFFIC_SECONDS, async (batch) => {
      const ids = Array.from({ length: TRAFFIC.events }, (_, number) => `${name}-${batch}-${number}`);
      const events = ids.map((id, number) => ({
        ...{ specversion: '1.0', id, source: SOURCE, type: 'PurchaseRecorded', time: '2026-01-05T10:00:00Z' },
        subject: `customer:${customerIdOf(SOURCE, `${(batch * TRAFFIC.events + number) % CUSTOMERS}`)}`,
        data: { total: { amount: (number + 1) * 250, currency: 'EUR' } },
      }));
      const answer = await fetch(`${service.url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents-batch+json' },
        body: JSON.stringify(events),
      });
      const { items } = (await answer.json()) as { items?: { status: string }[] };
      if (items?.every(({ status }) => status === 'stored') !== true) {
        throw new Error(`a batch was answered ${answer.status} ${JSON.stringify(items)}`);
      }
      eventIds.push(...ids.map((id) => eventIdOf(SOURCE, id)));
    });
    return { eventIds, latestMs };
  }

  it('misses nothing of 300 events a second that are recorded meanwhile, and stops none of them', async () => {
    const recording = traffic('meanwhile');
    const results: RebuildResult[] = [];
    let isOver = false;
    void recording.finally(() => (isOver = true)).catch(() => undefined);
    while (!isOver) results.push((await rapportJson<RebuildResult>(REBUILD, { home: home.path })).answer);
    const { eventIds, latestMs } = await recording;
    for (const result of results) expect(result).toMatchObject({ swapped: true, differences: [] });
    await eventually('all is derived', isCaughtUp);
    const log = await readLog(database.url);
    const stored = new Set(log.map(({ id }) => id));
    expect(eventIds.filter((id) => !stored.has(id))).toEqual([]);
    expect(eventIds).toHaveLength(TRAFFIC.batchesPerSecond * TRAFFIC.events * TRAFFIC_SECONDS);
    expect(await deviationsFrom(log, database.url)).toEqual([]);
    process.stderr.write(
      `${eventIds.length} events recorded in ${TRAFFIC_SECONDS} s, sent ${Math.round(latestMs)} ms late at most, ` +
        `during ${results.length} rebuilds of ${results.map(({ events }) => events).join(', ')} events\n`,
    );
  }, 240_000);

  it('does with a heap into which the events that it folds would not fit', async () => {
    const { rows } = await sql.query<{ megabytes: number }>(
      `select sum(pg_column_size(e.*))::float8 / 1048576 as megabytes from log.event as e`,
    );
    const { code, answer, stderr } = await rapportJson<RebuildResult>(REBUILD, {
      home: home.path,
      env: { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` },
    });
    process.stderr.write(`${Math.round(rows[0]!.megabytes)} MB of events rebuilt with a heap of ${HEAP_MB} MB\n`);
    expect(rows[0]!.megabytes).toBeGreaterThan(HEAP_MB / 4);
    expect({ code, answer, stderr }).toMatchObject({ code: 0, answer: { swapped: true, differences: [] } });
  }, 120_000);
});
