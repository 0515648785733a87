import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { SeverableProxy } from '../support/severable-proxy.js';
import { freePort } from './support/free-port.js';
import { deviationsFrom, readLog } from './support/ledger-content.js';
import { Load } from './support/load.js';
import { Service } from './support/service.js';
import { TemporaryHome } from './support/temporary-home.js';

/** Longer than a command is patient (15 s), so that some are told. */
const OUTAGE_SECONDS = Number(process.env['RAPPORT_OUTAGE_SECONDS'] ?? 18);
const CLIENTS = { commands: 20, batches: 2, streams: 2 };

interface Problem {
  code: string;
  status: number;
}

describe('PostgreSQL away under load', () => {
  let database: TestDatabase;
  let proxy: SeverableProxy;
  let home: TemporaryHome;
  let service: Service;

  beforeEach(async () => {
    database = await createTestDatabase();
    proxy = await SeverableProxy.to(database.url);
    home = await TemporaryHome.make();
    const env = { DATABASE_URL: proxy.through(database.url), EVENT_STORE_URL: proxy.through(database.url) };
    service = await Service.serving({ home: home.path, port: await freePort(), env });
  });
  afterEach(async () => {
    await service.end('SIGKILL');
    await proxy.refuse(true);
    await database.drop();
    await home.remove();
  });

  const readiness = async () => (await service.get('/health/ready')).status;

  it(
    'is told by readiness and to every caller, and all goes on by itself when it is back',
    async () => {
      const load = new Load(service.url);
      await load.registerCustomers(10);
      load.start(CLIENTS);
      await service.until(() => load.acknowledged.length > 500);

      await proxy.refuse(true);
      const awayAtMs = performance.now();
      const [notReadyAfterMs, refusal] = await Promise.all([millisecondsUntil(503), askForRefusal()]);
      expect((await service.get('/health/live')).status).toBe(200);
      await delay(Math.max(0, OUTAGE_SECONDS * 1_000 - (performance.now() - awayAtMs)));
      const acknowledgedBefore = load.acknowledged.length;

      await proxy.restore();
      const backAtMs = performance.now();
      await service.until(() => load.acknowledged.length > acknowledgedBefore);
      const recordingAfterMs = performance.now() - backAtMs;
      await service.until(async () => (await readiness()) === 200);
      const readyAfterMs = performance.now() - backAtMs;
      await service.until(() => load.acknowledged.length > acknowledgedBefore + 500);
      await load.stop();

      const { acknowledged } = load;
      const log = await readLog(database.url);
      process.stderr.write(
        `PostgreSQL away for ${OUTAGE_SECONDS} s under ${JSON.stringify(CLIENTS)}: not ready after ` +
          `${Math.round(notReadyAfterMs)} ms; a command was refused after ${Math.round(refusal.afterMs)} ms; back: ` +
          `recording again after ${Math.round(recordingAfterMs)} ms, ready after ${Math.round(readyAfterMs)} ms; ` +
          `${acknowledged.length} events acknowledged, ${load.storedUnheard} of them stored before their answer got ` +
          `lost, ${log.length} in the log; answers that were no success, by status ${JSON.stringify([...load.refusals])}\n`,
      );
      expect(refusal).toMatchObject({ status: 503, retryAfter: '1', body: { code: 'unavailable', status: 503 } });
      // Clients repeat until they are heard: the log holds what was acknowledged, and nothing else.
      const places = acknowledged.map(({ position, revision, eventId }) => `${position} ${revision} ${eventId}`);
      expect(places.sort()).toEqual(log.map(({ position, revision, id }) => `${position} ${revision} ${id}`).sort());
      // The process that met the outage is the one that goes on. Answers that had begun, of streams, may have broken off.
      expect(service.runs).toBe(true);
      const { body: stats } = await service.get<{ head: string }>(`/v1/stats?minPosition=${log.length}`);
      expect(stats.head).toBe(String(log.length));
      expect((await deviationsFrom(log, database.url)).slice(0, 5)).toEqual([]);
      expect(await service.stop()).toMatchObject({ code: 0 });
    },
    180_000 + OUTAGE_SECONDS * 3_000,
  );

  async function millisecondsUntil(status: number): Promise<number> {
    const beganAtMs = performance.now();
    await service.until(async () => (await readiness()) === status);
    return performance.now() - beganAtMs;
  }

  async function askForRefusal() {
    const beganAtMs = performance.now();
    const { status, body, headers } = await service.post<Problem>('/v1/customers', { name: 'Nobody' });
    return { status, body, retryAfter: headers.get('retry-after'), afterMs: performance.now() - beganAtMs };
  }
});
