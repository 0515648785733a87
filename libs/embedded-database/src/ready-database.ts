import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { EmbeddedDatabaseFailed } from './embedded-database-failed.js';
import { errorCode } from './error-code.js';

/** Codes of a server that will answer soon: not listening yet, starting up or recovering, taking no more for now. */
const passing = new Set(['ECONNREFUSED', 'ECONNRESET', '57P03', '53300']);

/**
 * Waits until the server answers at the URL, and makes the URL's database if it is not there. `isAlive` says whether
 * waiting on makes sense. Throws EmbeddedDatabaseFailed.
 */
export async function readyDatabase(url: string, isAlive: () => boolean, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const problem = await tryUrl(url);
    if (problem === undefined) return;
    if (!passing.has(errorCode(problem) ?? '')) {
      throw new EmbeddedDatabaseFailed(`the embedded database refuses: ${problem.message}`, { cause: problem });
    }
    if (!isAlive() || Date.now() > deadline) {
      throw new EmbeddedDatabaseFailed(`the embedded database does not become ready: ${problem.message}`, {
        cause: problem,
      });
    }
    await sleep(25);
  }
}

async function tryUrl(url: string): Promise<Error | undefined> {
  const problem = await tryStatement(url, 'SELECT 1');
  if (errorCode(problem) !== '3D000') return problem;
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  return tryStatement(maintenance.href, `CREATE DATABASE "${new URL(url).pathname.slice(1)}"`);
}

async function tryStatement(url: string, statement: string): Promise<Error | undefined> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A connection lost between statements is told by the next one.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(statement);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error('unknown', { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}
