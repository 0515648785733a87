import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { SeverableProxy } from '../support/severable-proxy.js';
import { freePort } from './support/free-port.js';
import { Service } from './support/service.js';
import { TemporaryHome } from './support/temporary-home.js';

const MIB = 1_048_576;
const WAVES = 3;
const PER_WAVE = 1_500;

interface Answer {
  status: number;
  retryAfter: string | undefined;
  type: string | undefined;
  text: string;
}

describe('with the database stalled', () => {
  let database: TestDatabase;
  let proxy: SeverableProxy;
  let home: TemporaryHome;
  let service: Service;

  beforeEach(async () => {
    database = await createTestDatabase();
    proxy = await SeverableProxy.to(database.url);
    home = await TemporaryHome.make();
    // With little memory to spare the collector does not put its work off: what grows then is no garbage.
    const env = { DATABASE_URL: proxy.through(database.url), NODE_OPTIONS: '--max-old-space-size=160' };
    service = await Service.serving({ home: home.path, port: await freePort(), env });
  });
  afterEach(async () => {
    await service.end('SIGKILL');
    await proxy.refuse(true);
    await database.drop();
    await home.remove();
  });

  it('thousands of commands are refused at once, memory stays flat, and all goes on by itself', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 3_000 });
    const record = (key: string) => post(`${service.url}/v1/customers`, { name: `Customer ${key}` }, key, agent);
    expect((await record('before')).status).toBe(201);

    proxy.hold(true);
    const waiting = await fillUp(record);
    const residentBytes: number[] = [readResidentBytes()];
    const secondsByWave: number[] = [];
    let refusals = 0;
    for (let wave = 0; wave < WAVES; wave += 1) {
      const beganAtMs = performance.now();
      const keys = Array.from({ length: PER_WAVE }, (_, number) => `refused-${wave}-${number}`);
      const answers = await Promise.all(keys.map(record));
      secondsByWave.push((performance.now() - beganAtMs) / 1_000);
      residentBytes.push(readResidentBytes());
      expect(answers.filter(isOverload)).toHaveLength(PER_WAVE);
      refusals += PER_WAVE;
    }
    expect((await service.get('/health/live')).status).toBe(200);
    expect(await service.get('/health/ready')).toMatchObject({ status: 503, body: { status: 'not-ready' } });
    const metrics = await readMetrics();
    expect(metrics.get('rapport_databases_up')).toBe(0);
    expect(metrics.get('rapport_http_requests_under_way{kind="command"}')).toBe(waiting.size);
    expect(metrics.get('rapport_http_requests_refused_total{reason="requests"}')).toBeGreaterThanOrEqual(refusals / 2);

    await proxy.restore();
    const answers = await Promise.all(waiting.values());
    process.stderr.write(
      `${waiting.size} commands waited for a stalled database; ${WAVES} times ${PER_WAVE} more were refused within ` +
        `${secondsByWave.map((seconds) => seconds.toFixed(2)).join(', ')} s; resident MiB before and after each: ` +
        `${residentBytes.map((bytes) => Math.round(bytes / MIB)).join(', ')}\n`,
    );
    // The first wave brings connections with it; after that nothing may grow.
    expect(residentBytes.at(-1)! - residentBytes[1]!).toBeLessThan(64 * MIB);
    // One that has waited for too long may have been told so.
    expect(answers.filter(({ status }) => status !== 201 && status !== 503)).toEqual([]);
    for (const key of [...waiting.keys(), 'after']) await untilStored(() => record(key));
    await service.until(async () => (await service.get('/health/ready')).status === 200);
    const { body } = await service.get<{ head: string }>('/v1/stats');
    expect(body.head).toBe(String(waiting.size + 2));
    agent.destroy();
  });

  it('callers who hang up and come again do not get more in', async () => {
    proxy.hold(true);
    const agent = new Agent({ maxSockets: Infinity });
    for (const round of [1, 2]) {
      for (let number = 0; number < 400; number += 1) {
        const sending = send(`${service.url}/v1/customers`, `${round}-${number}`, agent);
        sending.on('error', () => undefined);
        sending.end('{"name":"impatient"}');
      }
      await untilUnderWay(round * 400);
      agent.destroy();
    }
    await delay(200);
    expect((await readMetrics()).get('rapport_http_requests_under_way{kind="command"}')).toBe(800);
    await proxy.restore();
    await untilUnderWay(0);
  });

  /** Sends commands until there is no more room; answers those that wait inside, by their keys. */
  async function fillUp(record: (key: string) => Promise<Answer>): Promise<Map<string, Promise<Answer>>> {
    const waiting = new Map<string, Promise<Answer>>();
    for (let isFull = false; !isFull;) {
      const keys = Array.from({ length: 128 }, (_, number) => `waiting-${waiting.size}-${number}`);
      await Promise.all(
        keys.map(async (key) => {
          const answer = record(key);
          waiting.set(key, answer);
          const refused = await Promise.race([answer, delay(1_000)]);
          if (refused) waiting.delete(key);
          if (refused?.text.includes('"requests"')) isFull = true;
        }),
      );
    }
    return waiting;
  }

  async function untilUnderWay(count: number): Promise<void> {
    const isReached = async () =>
      (await readMetrics()).get('rapport_http_requests_under_way{kind="command"}') === count;
    await service.until(isReached);
  }

  function readResidentBytes(): number {
    const status = readFileSync(`/proc/${service.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) * 1_024;
  }

  async function readMetrics(): Promise<Map<string, number>> {
    const text = await (await fetch(`${service.url}/metrics`)).text();
    const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(samples.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
  }
});

function isOverload({ status, retryAfter, type, text }: Answer): boolean {
  const isProblem = type?.startsWith('application/problem+json') ?? false;
  return status === 503 && Number(retryAfter) > 0 && isProblem && text.includes('"code":"overloaded"');
}

async function untilStored(record: () => Promise<Answer>): Promise<void> {
  for (let status = 0; status !== 201;) {
    ({ status } = await record());
    if (status !== 201 && status !== 503) throw new Error(`a command was answered ${status}`);
  }
}

function send(url: string, key: string, agent: Agent) {
  return request(url, {
    method: 'POST',
    agent,
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
  });
}

async function post(url: string, body: object, key: string, agent: Agent): Promise<Answer> {
  const sending = send(url, key, agent);
  sending.end(JSON.stringify(body));
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  let text = '';
  for await (const part of answer) text += String(part);
  const { 'retry-after': retryAfter, 'content-type': type } = answer.headers;
  return { status: answer.statusCode!, retryAfter, type, text };
}
