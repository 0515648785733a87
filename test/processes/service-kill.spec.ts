import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rapport } from './support/command-line.js';
import { freePort } from './support/free-port.js';
import { deviationsFrom, readLog } from './support/ledger-content.js';
import { Load } from './support/load.js';
import { randomFrom } from './support/random.js';
import { Service } from './support/service.js';
import { TemporaryHome } from './support/temporary-home.js';

const KILLS = Number(process.env['RAPPORT_KILLS'] ?? 3);
const SEED = Number(process.env['RAPPORT_SEED'] ?? Date.now() % 1_000_000);
const CLIENTS = { commands: 6, batches: 2, streams: 2 };

interface Stats {
  head: string;
  customers: number;
  events: Record<string, number>;
  projections: { name: string; lag: string; parked: number }[];
}

describe('killed under load', () => {
  let home: TemporaryHome;
  let service: Service;
  let load: Load;
  const random = randomFrom(SEED);

  beforeEach(async () => {
    home = await TemporaryHome.make();
    service = new Service({ home: home.path, port: await freePort() });
    await service.announced();
    load = new Load(service.url);
    await load.registerCustomers(20);
  });
  afterEach(async () => {
    await service.end('SIGKILL');
    await home.remove();
  });

  it(
    'the service has every acknowledged event once, where it said',
    async () => {
      const port = Number(new URL(service.url).port);
      load.start(CLIENTS);
      await delay(random() * 1_500);
      for (let kill = 1; kill <= KILLS; kill += 1) {
        await service.end('SIGKILL');
        service = new Service({ home: home.path, port });
        // Most kills hit the service at work, some while it starts.
        const startingUp = random() < 0.25;
        if (!startingUp) await service.announced();
        await delay(random() * 1_500);
      }
      await service.announced();
      await load.stop();
      await everythingAcknowledgedIsThereOnce('service');
    },
    60_000 + KILLS * 20_000,
  );

  it(
    'PostgreSQL is started again by the service, which goes on and has lost nothing',
    async () => {
      load.start(CLIENTS);
      const reading = readAllTheTime();
      for (let kill = 1; kill <= KILLS; kill += 1) {
        await delay(300 + random() * 1_500);
        const killed = home.postmaster!;
        process.kill(killed, 'SIGKILL');
        await service.until(() => home.postmaster !== undefined && home.postmaster !== killed);
        const before = load.acknowledged.length;
        await service.until(() => load.acknowledged.length > before);
      }
      await load.stop();
      expect(await reading.end()).toEqual([]);
      expect(service.stderr).toContain('PostgreSQL had died and was started again');
      await everythingAcknowledgedIsThereOnce('PostgreSQL');
    },
    60_000 + KILLS * 20_000,
  );

  async function everythingAcknowledgedIsThereOnce(killed: string): Promise<void> {
    const { acknowledged } = load;
    const places = acknowledged.map(({ eventId, revision, position }) => `${position} ${revision} ${eventId}`);
    const url = (await rapport(['database', 'url'], { home: home.path })).stdout.trim();
    const log = await readLog(url);
    process.stderr.write(
      `${killed} killed ${KILLS} times (RAPPORT_SEED=${SEED}): ${acknowledged.length} events acknowledged, ` +
        `${load.storedUnheard} of them stored before their answer got lost, ${log.length} in the log, ` +
        `refusals by status ${JSON.stringify([...load.refusals])}\n`,
    );

    expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => BigInt(index + 1)));
    expect(new Set(log.map(({ id }) => id)).size).toBe(log.length);
    // Clients repeat until they are heard: so the log holds what was acknowledged, and nothing else.
    const stored = log.map(({ position, revision, id }) => `${position} ${revision} ${id}`);
    expect(new Set(places).size).toBe(places.length);
    expect(missingIn(stored, places)).toEqual([]);
    expect(missingIn(places, stored)).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(KILLS * 50);

    for (let client = 0; client < CLIENTS.commands; client += 1) {
      const first = load.lists[client + 1]![0];
      expect(await load.commandAgain(`command-${client}-0`)).toEqual(first);
    }

    const { body: stats } = await service.get<Stats>(`/v1/stats?minPosition=${log.length}`);
    expect(stats).toMatchObject({
      head: String(log.length),
      customers: 20,
      events: { CustomerRegistered: 20, PurchaseRecorded: log.length - 20 },
    });
    expect(stats.projections.filter(({ lag, parked }) => lag !== '0' || parked > 0)).toEqual([]);
    expect((await deviationsFrom(log, url)).slice(0, 5)).toEqual([]);
    expect(await service.stop()).toMatchObject({ code: 0 });
  }

  /** Readers are told to wait when the database is away, and never that the server erred. */
  function readAllTheTime(): { end(): Promise<string[]> } {
    const unexpected: string[] = [];
    const paths = ['/v1/stats', '/v1/customers?limit=5', '/v1/projections', '/v1/funnel', '/health/ready'];
    let ended = false;
    const reading = (async () => {
      for (let turn = 0; !ended; turn += 1) {
        const path = paths[turn % paths.length]!;
        const { status, body } = await service.get(path);
        if (status !== 200 && status !== 503) unexpected.push(`${path}: ${status} ${JSON.stringify(body)}`);
        await delay(10);
      }
    })();
    return {
      async end() {
        ended = true;
        await reading;
        return unexpected;
      },
    };
  }
});

function missingIn(list: readonly string[], wanted: readonly string[]): string[] {
  const there = new Set(list);
  return wanted.filter((item) => !there.has(item)).slice(0, 5);
}
