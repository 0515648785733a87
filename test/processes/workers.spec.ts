import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { eventually } from '../support/eventually.js';
import { rapport } from './support/command-line.js';
import { freePort } from './support/free-port.js';
import { deviationsFrom, readLog } from './support/ledger-content.js';
import { Load } from './support/load.js';
import { Service } from './support/service.js';
import { TemporaryHome } from './support/temporary-home.js';
import { Worker } from './support/worker.js';

describe('a service and workers as processes of their own', () => {
  let home: TemporaryHome;
  let service: Service;
  let workers: Worker[];
  let databaseUrl: string;
  let sql: Client;

  beforeEach(async () => {
    home = await TemporaryHome.make();
    workers = [];
    const env = { RAPPORT_WORK: 'elsewhere' };
    service = await Service.serving({ home: home.path, port: await freePort(), env });
    workers = await Promise.all([1, 2].map(() => Worker.working({ home: home.path })));
    databaseUrl = (await rapport(['database', 'url'], { home: home.path })).stdout.trim();
    sql = new Client({ connectionString: databaseUrl });
    sql.on('error', () => undefined);
    await sql.connect();
  });

  afterEach(async () => {
    await sql.end();
    await Promise.all([service, ...workers].map((program) => program.end('SIGKILL')));
    await home.remove();
  });

  async function owners(): Promise<Map<string, number>> {
    const { rows } = await sql.query<{ owner: string; leases: number }>(
      `select owner, count(*)::integer as leases from work.lease
       where owner is not null and name like 'projections/%' group by owner`,
    );
    return new Map(rows.map(({ owner, leases }) => [owner, leases]));
  }

  const sharedBy = (count: number) =>
    eventually(`the partitions are shared by ${count}`, async () => {
      const found = [...(await owners()).values()];
      return found.length === count && found.reduce((sum, each) => sum + each, 0) === 9;
    });

  it('record and derive together while workers are killed, paused and added', async () => {
    await sharedBy(2);
    const load = new Load(service.url);
    await load.registerCustomers(20);
    load.start({ commands: 2, batches: 1, streams: 0 });
    const some = async () => {
      const before = load.acknowledged.length;
      await eventually('more is acknowledged', () => load.acknowledged.length > before + 50);
    };

    await some();
    await workers[0]!.end('SIGKILL');
    await sharedBy(1);
    await some();
    workers.push(await Worker.working({ home: home.path }));
    await sharedBy(2);
    const before = await owners();
    workers[1]!.signal('SIGSTOP');
    await eventually('a paused worker has lost its partitions', async () => {
      const now = await owners();
      return now.size === 1 && [...now.keys()].every((owner) => before.has(owner));
    });
    await some();
    workers[1]!.signal('SIGCONT');
    await sharedBy(2);
    await some();
    await load.stop();

    const log = await readLog(databaseUrl);
    const { status } = await service.get(`/v1/stats?minPosition=${log.length}`);
    expect(status).toBe(200);
    expect((await deviationsFrom(log, databaseUrl)).slice(0, 5)).toEqual([]);
    const ids = new Set(log.map(({ id }) => id));
    expect(ids.size).toBe(log.length);
    expect(load.acknowledged.filter(({ eventId }) => !ids.has(eventId))).toEqual([]);

    const metrics = await (await fetch(`${workers[2]!.url}/metrics`)).text();
    expect(metrics).toContain('rapport_projection_events_total');
    expect(await workers[1]!.end('SIGTERM')).toMatchObject({ code: 0 });
    expect(await service.stop()).toMatchObject({ code: 0 });
  });
});
