import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { EmbeddedDatabaseFailed } from './embedded-database-failed.js';

/** Below the ports that systems hand out for outgoing connections, so that a kept port is seldom found taken. */
const range = { from: 20_000, to: 32_000 };

/** A port of 127.0.0.1 that nothing listens at: the preferred one if it is free. */
export async function freePort(preferred: number | undefined): Promise<number> {
  if (preferred !== undefined && (await isFree(preferred))) return preferred;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = randomInt(range.from, range.to);
    if (await isFree(port)) return port;
  }
  throw new EmbeddedDatabaseFailed('no free port found on 127.0.0.1 for the embedded database');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
