import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startRapport } from './support/command-line.js';
import { freePort } from './support/free-port.js';
import { Service } from './support/service.js';
import { TemporaryHome } from './support/temporary-home.js';

interface Recorded {
  customerId: string;
  eventIds: string[];
  position: string;
}

interface Page {
  totals: { purchases: number };
}

const EUR = (amount: number) => ({ total: { amount, currency: 'EUR' } });

describe('the service as a process', () => {
  let home: TemporaryHome;
  let port: number;
  const services: Service[] = [];

  beforeEach(async () => {
    home = await TemporaryHome.make();
    port = await freePort();
  });
  afterEach(async () => {
    for (const service of services.splice(0)) await service.end('SIGKILL');
    await home.remove();
  });

  function start(env: Record<string, string> = {}, onPort = port): Service {
    const service = new Service({ home: home.path, port: onPort, env });
    services.push(service);
    return service;
  }

  async function serving(onPort = port): Promise<Service> {
    const service = start({}, onPort);
    await service.announced();
    return service;
  }

  it('refuses to start with settings that cannot be, and names them all', async () => {
    const ended = await start({ PORT: 'abc', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://localhost/x' }).ended;
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expect(ended.stderr).toMatch(/^Rapport could not start: .*PORT: must be a whole number from 0 to 65535/);
    expect(ended.stderr).toMatch(/LOG_LEVEL: must be one of fatal, error/);
    expect(ended.stderr).toMatch(/DATABASE_URL: must be a postgres:\/\/ URL/);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(home.postmaster).toBeUndefined();
  });

  it('refuses to start on a port that is taken, and leaves no database behind', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const { code, stderr, stdout } = await start().ended;
    other.close();
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(`port ${port} is taken by another program`);
    expect(stderr).toContain(`PORT=${port + 1}`);
    expect(home.postmaster).toBeUndefined();
  });

  it('says in one line that a database of one’s own cannot be reached', async () => {
    const nowhere = await freePort();
    const ended = await start({ DATABASE_URL: `postgres://me:secret@127.0.0.1:${nowhere}/x` }).ended;
    expect(ended.code).toBe(3);
    expect(ended.stderr).toMatch(/^Rapport could not start: .*cannot be reached/m);
    expect(ended.stderr).not.toContain('secret');
  }, 60_000);

  it('stops cleanly at Ctrl-C, also when npm passes it on, and goes on with the same data', async () => {
    const first = await serving();
    expect(first.stdout).toBe(
      `Rapport listens on ${first.url} (API documentation: ${first.url}/docs). Ctrl-C stops it.\n`,
    );
    const { customerId, position } = await recorded(first, '/v1/customers', { name: 'Ada' });
    const bought = await recorded(first, `/v1/customers/${customerId}/purchases`, EUR(700), 'order-1');
    const path = `/v1/customers/${customerId}?minPosition=${bought.position}`;
    const answer = await first.get<Page>(path);
    expect(answer.body.totals.purchases).toBe(1);
    // The purchase, and the points that it earned.
    expect(Number(bought.position)).toBe(Number(position) + 2);
    await listensOnlyHere();

    first.signal('SIGINT');
    await delay(20);
    const ended = await first.end('SIGINT');
    expect(ended).toMatchObject({ code: 0, signal: null });
    expect(ended.stderr).toBe('Stopping: finishing what is under way …\n');
    expect(home.postmaster).toBeUndefined();

    const second = await serving();
    expect(await second.get(path)).toEqual(answer);
    expect(await recorded(second, `/v1/customers/${customerId}/purchases`, EUR(700), 'order-1')).toEqual(bought);
    expect(await second.stop()).toMatchObject({ code: 0, signal: null });
    expect(home.postmaster).toBeUndefined();
  }, 120_000);

  it('stops while it is still starting, without anything left behind', async () => {
    const service = start();
    await service.until(() => home.postmaster !== undefined);
    expect(await service.stop()).toMatchObject({ code: 0, signal: null });
    expect(home.postmaster).toBeUndefined();
  }, 60_000);

  it('is like every command in that: one that is stopped before it is done leaves nothing behind', async () => {
    const command = startRapport(['stats'], { home: home.path });
    await command.until(() => home.postmaster !== undefined);
    command.signal('SIGINT');
    await delay(20);
    const ended = await command.end('SIGINT');
    expect(ended).toMatchObject({ code: 3, stdout: '', stderr: 'rapport: stopped before it was done\n' });
    expect(home.postmaster).toBeUndefined();
  }, 60_000);

  it('shares its home with a second one; when the first is killed, the second derives on', async () => {
    const first = await serving();
    const second = await serving(await freePort());
    const { customerId } = await recorded(first, '/v1/customers', { name: 'Ada' });
    const purchases = `/v1/customers/${customerId}/purchases`;
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, number) => recorded(number % 2 ? first : second, purchases, EUR(number + 1))),
    );
    expect(answers.map(({ position }) => Number(position)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 2),
    );
    for (const service of [first, second]) {
      const { body } = await service.get<Page>(`/v1/customers/${customerId}?minPosition=41`);
      expect(body.totals.purchases).toBe(40);
    }

    await first.end('SIGKILL');
    const killedAt = performance.now();
    const { position } = await recorded(second, purchases, EUR(1));
    const { status, body } = await second.get<Page>(`/v1/customers/${customerId}?minPosition=${position}`);
    expect({ status, purchases: body.totals.purchases }).toEqual({ status: 200, purchases: 41 });
    expect(performance.now() - killedAt).toBeLessThan(10_000);

    expect(await second.stop()).toMatchObject({ code: 0 });
    expect(home.postmaster).toBeUndefined();
  }, 120_000);

  async function recorded(service: Service, path: string, body: object, key?: string): Promise<Recorded> {
    const answer = await service.post<Recorded>(path, body, key === undefined ? {} : { 'idempotency-key': key });
    expect(answer.status).toBe(201);
    return answer.body;
  }

  async function listensOnlyHere(): Promise<void> {
    const others = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    const outer = others.filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address);
    for (const host of ['127.0.0.2', ...outer]) expect([host, await accepts(host)]).toEqual([host, false]);
    expect(await accepts('127.0.0.1')).toBe(true);
  }

  function accepts(host: string): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect({ host, port, timeout: 1_000 });
      const answer = (is: boolean) => () => {
        socket.destroy();
        resolve(is);
      };
      socket.once('connect', answer(true)).once('error', answer(false)).once('timeout', answer(false));
    });
  }
});
