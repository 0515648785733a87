import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const self = fileURLToPath(import.meta.url);

/**
 * Starts a process that waits for this one to end, however it ends (Ctrl-C and kill -9 run no teardown), and then stops
 * the database in `home` and removes the folder.
 */
export function cleanUpAfterThisProcess(home) {
  // Its standard input is never written to; it closes when the last process that holds the other end is gone.
  const watch = spawn(process.execPath, [self, home], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  watch.unref();
  watch.stdin.unref();
  return {
    async cleanUpNow() {
      // Nothing else may keep this process alive now, and one that ends while it waits ends as if all were well.
      watch.ref();
      const ended = once(watch, 'exit');
      watch.stdin.end();
      await ended;
    },
  };
}

async function cleanUp(home) {
  try {
    const [pid] = readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGQUIT');
    await new Promise((resolve) => setTimeout(resolve, 500));
  } catch (error) {
    // No note, or no process: it is stopped already, as it is after an orderly run.
    if (!['ENOENT', 'ESRCH'].includes(error.code)) throw error;
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

if (process.argv[1] === self) {
  process.stdin.resume();
  process.stdin.once('end', () => void cleanUp(process.argv[2]));
}
