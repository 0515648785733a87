import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedDatabaseFailed } from './embedded-database-failed.js';
import { errorCode, ifThere } from './error-code.js';
import { isRunning, thisProcess, type ProcessIdentity } from './process-identity.js';

interface Holder extends ProcessIdentity {
  token: string;
}

/**
 * Runs `work` while no other process that locks the same path does. The lock of a process that has died is taken over.
 * Not reentrant. Throws EmbeddedDatabaseFailed when it was not to be had within `timeoutMs`.
 */
export async function withExclusiveLock<T>(path: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const mine: Holder = { ...thisProcess(), token: randomUUID() };
  await take(path, mine, Date.now() + timeoutMs);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

async function take(path: string, mine: Holder, deadline: number): Promise<void> {
  while (!tryTake(path, mine)) {
    const holder = read(path);
    if (holder === undefined) continue;
    if (!isRunning(holder)) {
      await breakStale(path, holder, deadline);
      continue;
    }
    if (Date.now() > deadline) {
      throw new EmbeddedDatabaseFailed(
        `process ${holder.pid} has held ${path} for too long; see what it does, or end it, and try again`,
      );
    }
    await sleep(20 + Math.random() * 30);
  }
}

/** A link appears with its content complete, so that nobody can read a half-written lock. */
function tryTake(path: string, mine: Holder): boolean {
  const draft = `${path}.${mine.token}`;
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o644 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Only one process at a time may break a lock, and it looks again before it does: otherwise two that saw the same dead
 * holder would each remove a lock, and the slower one would remove the living lock of the faster.
 */
async function breakStale(path: string, dead: Holder, deadline: number): Promise<void> {
  await withExclusiveLock(`${path}.break`, Math.max(deadline - Date.now(), 1000), () => {
    if (read(path)?.token === dead.token) rmSync(path, { force: true });
    return Promise.resolve();
  });
}

function read(path: string): Holder | undefined {
  const text = ifThere(() => readFileSync(path, 'utf8'));
  return text === undefined ? undefined : (JSON.parse(text) as Holder);
}
