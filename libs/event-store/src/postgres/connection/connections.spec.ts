import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Connections } from './connections.js';

/** What PostgreSQL says to one whom it lets in, and at once that it has to go: all in one packet. */
const WELCOME_AND_FAREWELL = Buffer.concat([
  message('R', Buffer.from([0, 0, 0, 0])),
  message('Z', Buffer.from('I')),
  message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0')),
]);

describe('connections to a server that dies as they are made', () => {
  let server: Server;
  let connections: Connections;

  beforeEach(async () => {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(WELCOME_AND_FAREWELL));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    connections = new Connections(`postgres://nobody@127.0.0.1:${port}/nothing`, 2);
  });

  afterEach(async () => {
    server.close();
    await connections.close();
  });

  // An error that nobody listens to would end the process, here the test run.
  it.each([
    ['for appending', () => connections.forAppending((client) => client.query('select 1'))],
    ['for reading', () => connections.forReading((client) => client.query('select 1'))],
    ['of their own', async () => (await connections.dedicated()).query('select 1')],
  ])(
    'fail %s, and leave the process running',
    async (_, connect) => {
      await expect(connect()).rejects.toThrow();
    },
    20_000,
  );
});

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
