import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedDatabaseFailed } from './embedded-database-failed.js';
import { errorCode, ifThere } from './error-code.js';
import { isPidInUse } from './process-identity.js';

/**
 * Ends the processes that a killed server left behind on a data directory. Most see that it is gone and end by
 * themselves; one in the middle of long work may not, and no new server could start while it holds the memory they
 * shared. Where there is no /proc to find them in, PostgreSQL itself refuses to start until they are gone.
 */
export async function endOrphans(data: string): Promise<void> {
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    const orphans = processesIn(data);
    if (orphans.length === 0) return;
    for (const pid of orphans) send(signal, pid);
    await untilGone(orphans, 5000);
  }
  const left = processesIn(data);
  if (left.length > 0) {
    throw new EmbeddedDatabaseFailed(
      `processes of an earlier server still use ${data} and cannot be ended: ${left.join(', ')}`,
    );
  }
}

/** Waits until none of the processes is left; false when some still are after `timeoutMs`. */
export async function untilGone(pids: readonly number[], timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (pids.some(isPidInUse)) {
    if (Date.now() > deadline) return false;
    await sleep(10);
  }
  return true;
}

/** PostgreSQL's processes that have the directory as their working directory, as all of a server have. */
function processesIn(data: string): number[] {
  if (process.platform !== 'linux') return [];
  const folder = realpathSync(data);
  const pids = readdirSync('/proc').map(Number).filter(Number.isSafeInteger);
  return pids.filter((pid) => workingDirectory(pid) === folder && isPostgres(pid) && isPidInUse(pid));
}

function workingDirectory(pid: number): string | undefined {
  try {
    return ifThere(() => readlinkSync(`/proc/${pid}/cwd`));
  } catch (error) {
    // Another user's process is none of ours.
    if (errorCode(error) === 'EACCES' || errorCode(error) === 'EPERM') return undefined;
    throw error;
  }
}

/** A shell that somebody opened in the directory is left alone. */
function isPostgres(pid: number): boolean {
  return ifThere(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim()) === 'postgres';
}

/** A process that has ended already needs no signal. */
export function send(signal: NodeJS.Signals, pid: number): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
