import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { SeverableProxy } from '../support/severable-proxy.js';
import { freePort } from './support/free-port.js';
import { readLog } from './support/ledger-content.js';
import { Service } from './support/service.js';
import { TemporaryHome } from './support/temporary-home.js';

const CLIENTS = 24;

interface Outcome {
  correlationId: string;
  /** 0 when the connection broke; then `error` says how. */
  status: number;
  error?: string;
  eventId?: string;
  closes?: boolean;
}

describe('asked to stop under load', () => {
  let database: TestDatabase;
  let proxy: SeverableProxy;
  let home: TemporaryHome;
  let service: Service;

  beforeEach(async () => {
    database = await createTestDatabase();
    proxy = await SeverableProxy.to(database.url);
    home = await TemporaryHome.make();
    const env = { DATABASE_URL: proxy.through(database.url), LOG_LEVEL: 'debug' };
    service = await Service.serving({ home: home.path, port: await freePort(), env });
  });
  afterEach(async () => {
    await service.end('SIGKILL');
    await proxy.refuse(true);
    await database.drop();
    await home.remove();
  });

  it('says so at once, answers all that it has taken, and loses nothing', async () => {
    const outcomes: Outcome[] = [];
    const clients = Array.from({ length: CLIENTS }, () => recordUntilRefused(outcomes));
    await service.until(() => outcomes.length > 300);
    service.signal('SIGTERM');
    await service.until(({ stderr }) => stderr.includes('Stopping'));
    const ready = await service.get<{ reasons: string[] }>('/health/ready');
    expect(ready).toMatchObject({ status: 503, body: { reasons: ['the process is stopping'] } });
    await Promise.all(clients);
    const { code, stderr } = await service.ended;

    const answered = outcomes.filter(({ status }) => status !== 0);
    const unanswered = outcomes.filter(({ status }) => status === 0);
    process.stderr.write(
      `SIGTERM under ${CLIENTS} clients: ${answered.length} requests answered, ` +
        `${answered.filter(({ closes }) => closes).length} of them with "Connection: close"; not answered: ` +
        `${JSON.stringify(count(unanswered.map(({ error }) => error!)))}\n`,
    );
    expect([code, stderr.includes('were cut')]).toEqual([0, false]);
    expect(new Set(answered.map(({ status }) => status))).toEqual(new Set([201]));
    expect(answered.some(({ closes }) => closes)).toBe(true);
    // A connection may still be refused, or reset before the service has seen it; never one with a request taken.
    expect(unanswered.map(({ error }) => error).filter((error) => !/^ECONN(REFUSED|RESET)$/.test(error!))).toEqual([]);
    const log = await readLog(database.url);
    const taken = new Set(log.map(({ metadata }) => metadata.correlationId));
    expect(
      unanswered.filter(({ correlationId }) => taken.has(correlationId) || stderr.includes(correlationId)),
    ).toEqual([]);
    expect(log.map(({ id }) => id).sort()).toEqual(answered.map(({ eventId }) => eventId!).sort());
  });

  it('finishes commands that wait for the log, and takes no new ones meanwhile', async () => {
    proxy.hold(true);
    const waiting = Array.from({ length: 20 }, () => record(new Agent()));
    await delay(300);
    service.signal('SIGTERM');
    await service.until(isRefused);
    await proxy.restore();
    for (const { status, closes } of await Promise.all(waiting)) expect([status, closes]).toEqual([201, true]);
    expect((await service.ended).code).toBe(0);
  });

  it('ends in time when the database answers no more', async () => {
    proxy.hold(true);
    const waiting = record(new Agent());
    await delay(300);
    service.signal('SIGTERM');
    const { code, stderr } = await service.ended;
    expect(await waiting).toMatchObject({ status: 503, closes: true });
    process.stderr.write(`SIGTERM with a database that does not answer: ended with ${code}\n${stderr.slice(-300)}`);
    expect([code, stderr.includes('were cut')]).toEqual([stderr.includes('does not close') ? 3 : 0, false]);
  });

  /** Asked by what no database is needed for. */
  async function isRefused(): Promise<boolean> {
    try {
      await service.get('/health/live');
      return false;
    } catch (error) {
      return (error as Error).message === 'fetch failed';
    }
  }

  async function recordUntilRefused(outcomes: Outcome[]): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let goesOn = true; goesOn;) {
      const outcome = await record(agent);
      outcomes.push(outcome);
      goesOn = outcome.error !== 'ECONNREFUSED';
    }
    agent.destroy();
  }

  function record(agent: Agent): Promise<Outcome> {
    const correlationId = randomUUID();
    const headers = { 'content-type': 'application/json', 'x-correlation-id': correlationId };
    return new Promise((resolve) => {
      const fail = (error: NodeJS.ErrnoException) =>
        resolve({ correlationId, status: 0, error: error.code ?? error.message });
      const sending = request(`${service.url}/v1/customers`, { method: 'POST', agent, headers }, (answer) => {
        let text = '';
        answer.on('data', (part: Buffer) => (text += part.toString()));
        answer.on('error', fail);
        answer.on('end', () => {
          const [eventId] = answer.statusCode === 201 ? (JSON.parse(text) as { eventIds: string[] }).eventIds : [];
          const closes = answer.headers.connection === 'close';
          resolve({ correlationId, status: answer.statusCode!, closes, ...(eventId ? { eventId } : {}) });
        });
      });
      sending.on('error', fail);
      sending.end('{"name":"Ada"}');
    });
  }
});

function count(words: readonly string[]): Record<string, number> {
  return Object.fromEntries([...new Set(words)].map((word) => [word, words.filter((each) => each === word).length]));
}
