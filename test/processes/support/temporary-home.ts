import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A folder for RAPPORT_HOME, with a working directory for what programs leave behind. */
export class TemporaryHome {
  private constructor(readonly path: string) {}

  static async make(): Promise<TemporaryHome> {
    return new TemporaryHome(await mkdtemp(join(tmpdir(), 'rapport-processes-')));
  }

  /** The database's main process, while it runs. */
  get postmaster(): number | undefined {
    const note = readIfThere(join(this.path, 'postgres', 'postmaster.pid'));
    const pid = Number(note?.split('\n')[0]);
    const commandLine = pid > 0 ? readIfThere(`/proc/${pid}/cmdline`) : undefined;
    return commandLine?.includes(join(this.path, 'postgres')) ? pid : undefined;
  }

  /** Stops what still runs on it, and removes it. */
  async remove(): Promise<void> {
    const { postmaster } = this;
    if (postmaster !== undefined) {
      process.kill(postmaster, 'SIGQUIT');
      while (this.postmaster !== undefined) await delay(20);
    }
    await rm(this.path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
