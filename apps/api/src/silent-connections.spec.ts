import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { endSilentConnections } from './silent-connections.js';

describe('a server that closes', () => {
  let server: Server;
  let answer: (() => void) | undefined;
  let socket: Socket;
  /** The server's end of it. */
  let accepted: Socket;

  beforeEach(async () => {
    server = createServer((_, response) => (answer = () => response.end('done')));
    endSilentConnections(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const connected = once(server, 'connection');
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    [accepted] = (await connected) as [Socket];
  });
  afterEach(() => {
    socket.destroy();
    server.closeAllConnections();
    server.close();
  });

  it('does not wait for a connection on which nothing was ever sent', async () => {
    const ended = once(socket.resume(), 'close');
    server.close();
    await Promise.all([once(server, 'close'), ended]);
  });

  it('finishes what was asked before, also on the first request of a connection', async () => {
    const asked = once(server, 'request');
    socket.write('GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n');
    await asked;
    server.close();
    let said = '';
    socket.on('data', (part: Buffer) => (said += part.toString('utf8')));
    answer!();
    await Promise.all([once(server, 'close'), once(socket, 'close')]);
    expect(said).toContain('done');
  });

  it('does not cut a request of which a part has come', async () => {
    socket.write('GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n');
    while (accepted.bytesRead === 0) await delay(5);
    const asked = once(server, 'request');
    server.close();
    socket.write('\r\n');
    await asked;
    answer!();
    await once(server, 'close');
  });
});
