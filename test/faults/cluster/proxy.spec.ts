import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Proxy } from './proxy.js';

/** A double of PostgreSQL: notes what it hears, and says it again. */
class Echo {
  heard = '';
  readonly sockets: Socket[] = [];
  readonly server: Server = createServer((socket) => {
    this.sockets.push(socket.on('error', () => undefined));
    socket.on('data', (part: Buffer) => {
      this.heard += part.toString('utf8');
      socket.write(part);
    });
  });

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }
}

describe('a way to the database', () => {
  let echo: Echo;
  let proxy: Proxy;
  let socket: Socket;
  let said = '';

  beforeEach(async () => {
    echo = new Echo();
    echo.server.listen(0, '127.0.0.1');
    await once(echo.server, 'listening');
    proxy = await Proxy.listen(() => echo.port);
    said = '';
    socket = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    socket.on('data', (part: Buffer) => (said += part.toString('utf8')));
    await exchange('a');
  });
  afterEach(async () => {
    socket.destroy();
    await proxy.close();
    for (const each of echo.sockets) each.destroy();
    echo.server.close();
  });

  async function exchange(text: string): Promise<void> {
    socket.write(text);
    await until(() => said.endsWith(text));
  }

  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) await delay(5);
  }

  it('passes on everything in order, and knows whose connection it is', async () => {
    for (const text of ['b', 'c', 'd']) await exchange(text);
    expect([echo.heard, said]).toEqual(['abcd', 'abcd']);
    expect(proxy.carries(echo.sockets[0]!.remotePort!)).toBe(true);
    expect(proxy.carries(1)).toBe(false);
  });

  it('can be cut, at both ends, and be taken again', async () => {
    const ends = Promise.all([once(socket, 'close'), once(echo.sockets[0]!, 'close')]);
    proxy.cut(() => false);
    await exchange('b');
    proxy.cut();
    await ends;
    socket = connect(proxy.port, '127.0.0.1');
    socket.on('data', (part: Buffer) => (said += part.toString('utf8')));
    await exchange('c');
  });

  it('can be slow', async () => {
    const over = proxy.slow(100, 400);
    const beganAtMs = performance.now();
    await exchange('b');
    expect(performance.now() - beganAtMs).toBeGreaterThan(190);
    await over;
  });

  it('can stall, and then brings everything', async () => {
    const over = proxy.stall(300);
    socket.write('b');
    await delay(100);
    expect(said).toBe('a');
    await over;
    await until(() => said === 'ab');
  });

  it('can lose answers to what was done', async () => {
    const ended = once(socket, 'close');
    const over = proxy.loseAnswers(200);
    socket.write('b');
    await Promise.all([ended, over]);
    expect([echo.heard, said]).toEqual(['ab', 'a']);
  });

  it('can be left half open: one end sees it go, the other does not yet', async () => {
    let farIsClosed = false;
    echo.sockets[0]!.once('close', () => (farIsClosed = true));
    const nearClosed = once(socket, 'close');
    const over = proxy.leaveHalfOpen(300);
    await nearClosed;
    expect(farIsClosed).toBe(false);
    await over;
    await until(() => farIsClosed);
  });
});
