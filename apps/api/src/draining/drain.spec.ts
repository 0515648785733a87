import { once } from 'node:events';
import { Agent, type IncomingMessage, type Server, createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Draining } from '#kernel';
import { drain } from './drain.js';

const LIMITS = { noticeMs: 10_000, quietMs: 50, finishMs: 10_000 };

describe('draining', () => {
  let server: Server;
  let draining: Draining;
  let release: () => void;
  const agent = new Agent({ keepAlive: true });

  beforeEach(async () => {
    draining = new Draining();
    const released = new Promise<void>((resolve) => (release = resolve));
    server = createServer((request, response) => {
      if (request.url === '/waits') void released.then(() => response.end('waited'));
      else response.end('at once');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    agent.destroy();
    release();
    server.closeAllConnections();
    server.close();
  });

  const ask = async (path: string) => {
    const { port } = server.address() as AddressInfo;
    const [answer] = (await once(get({ port, host: '127.0.0.1', path, agent }), 'response')) as [IncomingMessage];
    let text = '';
    for await (const part of answer) text += String(part);
    return text;
  };

  /** What a request that comes when the server has just closed may meet. */
  const refusedOrReset = (error: NodeJS.ErrnoException) => expect(['ECONNREFUSED', 'ECONNRESET']).toContain(error.code);

  it('is begun at once, and ended when nobody has asked for a moment', async () => {
    const drained = drain(server, draining, LIMITS);
    expect(draining.hasBegun).toBe(true);
    expect(await drained).toBe(0);
    expect(server.listening).toBe(false);
  });

  it('takes requests until nobody asks any more', async () => {
    const drained = drain(server, draining, { ...LIMITS, quietMs: 1_000 });
    for (let turn = 0; turn < 10; turn += 1) {
      expect(await ask('/')).toBe('at once');
      await delay(20);
    }
    expect(server.listening).toBe(true);
    expect(await drained).toBe(0);
  });

  it('does not wait for those who ask for health for ever', async () => {
    const drained = drain(server, draining, { ...LIMITS, quietMs: 100 });
    while (server.listening) {
      await ask('/health/ready').catch(refusedOrReset);
      await delay(10);
    }
    expect(await drained).toBe(0);
  });

  it('ends the notice when it is over, though requests still come', async () => {
    const drained = drain(server, draining, { ...LIMITS, noticeMs: 200, quietMs: 60_000 });
    while (server.listening) await ask('/').catch(refusedOrReset);
    expect(await drained).toBe(0);
  });

  it('finishes what is under way, and does not keep its connection', async () => {
    const waiting = ask('/waits');
    await once(server, 'request');
    const drained = drain(server, draining, LIMITS);
    while (server.listening) await delay(5);
    release();
    expect(await waiting).toBe('waited');
    expect(await drained).toBe(0);
  });

  it('cuts what is not done in time, and says how much that was', async () => {
    const waiting = ask('/waits').catch((error: NodeJS.ErrnoException) => error.code);
    await once(server, 'request');
    expect(await drain(server, draining, { ...LIMITS, finishMs: 100 })).toBe(1);
    expect(await waiting).toBe('ECONNRESET');
  });
});
