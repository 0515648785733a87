import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import type { Job } from '#jobs';
import type { ImportResult } from '#intake';
import { rapport, rapportJson } from './support/command-line.js';
import { connected, type Contents, contentsOf, purchasesIn } from './support/contents.js';
import { freePort } from './support/free-port.js';
import { writePurchaseFile } from './support/purchase-file.js';
import { Service } from './support/service.js';
import { TemporaryHome } from './support/temporary-home.js';

const ROWS = 30_000;

describe('an import over HTTP whose process dies or is paused', () => {
  let files: string;
  let file: string;
  let clean: Contents;
  let counted: Partial<ImportResult>;
  let home: TemporaryHome;
  let services: Service[];
  let url: string | undefined;
  let sql: Client | undefined;

  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), 'rapport-files-'));
    file = join(files, 'purchases.txt');
    await writePurchaseFile(file, ROWS);
    const once = await TemporaryHome.make();
    const { answer } = await rapportJson<ImportResult>(['import', file, '--mapping', 'cdnow'], { home: once.path });
    const { read, stored, followed, duplicates, rejected, importId } = answer;
    counted = { read, stored, followed, duplicates, rejected, importId };
    expect(counted).toMatchObject({ read: ROWS, stored: ROWS, duplicates: 0, rejected: 0 });
    clean = await contentsOf(once.path);
    await once.remove();
  }, 480_000);
  afterAll(() => rm(files, { recursive: true, force: true }));

  beforeEach(async () => {
    home = await TemporaryHome.make();
    services = [];
    url = undefined;
    sql = undefined;
  });
  afterEach(async () => {
    for (const service of services) if (service.runs) service.signal('SIGCONT');
    await Promise.all(services.map((service) => service.end('SIGKILL')));
    await sql?.end();
    await home.remove();
  });

  async function start(): Promise<Service> {
    const service = await Service.serving({ home: home.path, port: await freePort() });
    services.push(service);
    return service;
  }

  async function send(to: Service): Promise<string> {
    const answer = await fetch(`${to.url}/v1/imports?mapping=cdnow&filename=purchases.txt`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: await readFile(file),
    });
    expect(answer.status).toBe(202);
    return ((await answer.json()) as Job).id;
  }

  /** Until the log holds more than so many purchases; not all of them. */
  async function untilStored(purchases: number): Promise<number> {
    // The database is at the same URL whenever it runs.
    url ??= (await rapport(['database', 'url'], { home: home.path })).stdout.trim();
    sql ??= await connected(url);
    let stored = 0;
    while (stored <= purchases) stored = await purchasesIn(sql);
    expect(stored).toBeLessThan(ROWS);
    return stored;
  }

  async function until(at: Service, id: string, condition: (job: Job) => boolean): Promise<Job> {
    for (;;) {
      const { status, body } = await at.get<Job>(`/v1/jobs/${id}`);
      expect(status).toBe(200);
      if (condition(body)) return body;
      await delay(50);
    }
  }

  const pidOf = ({ runner }: Job): number => Number(runner!.split(':').at(-1));

  it('goes on when the service is started again, and ends as one that ran once', async () => {
    const killed = await start();
    const id = await send(killed);
    await untilStored(ROWS / 6);
    await killed.end('SIGKILL');
    const again = await start();
    const job = await until(again, id, ({ endedAt }) => endedAt !== null);
    expect(job).toMatchObject({ status: 'done', attempts: 2, result: counted });
    await again.stop();
    expect(await contentsOf(home.path)).toEqual(clean);
  }, 480_000);

  it('is taken over by another process, and nobody who wakes up writes', async () => {
    const [one, other] = [await start(), await start()];
    const id = await send(one);
    await untilStored(ROWS / 6);
    const first = await until(one, id, ({ runner }) => runner !== null);
    const paused = [one, other].find(({ pid }) => pid === pidOf(first))!;
    const second = paused === one ? other : one;
    paused.signal('SIGSTOP');
    const taken = await until(second, id, (job) => pidOf(job) === second.pid || job.endedAt !== null);
    expect(taken).toMatchObject({ status: 'running', endedAt: null });
    expect(taken.attempts).toBeGreaterThanOrEqual(2);
    await untilStored(ROWS / 3);
    paused.signal('SIGCONT');
    expect((await paused.get('/health/live')).status).toBe(200);

    // Whoever runs it by now dies in his turn.
    await untilStored(ROWS / 2);
    const now = await until(second, id, () => true);
    const [dying, left] = pidOf(now) === second.pid ? [second, paused] : [paused, second];
    await dying.end('SIGKILL');
    const job = await until(left, id, ({ endedAt }) => endedAt !== null);
    expect(job).toMatchObject({ status: 'done', result: counted });
    expect(job.attempts).toBeGreaterThanOrEqual(2);
    await left.stop();
    expect(await contentsOf(home.path)).toEqual(clean);
  }, 480_000);
});
