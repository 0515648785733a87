import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const FILLER = 'filler';
const CHUNK = Buffer.alloc(1 << 16);

/** A file system in memory of a given size, which can be filled to the last byte and freed again. */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** Why none can be mounted here; undefined when they can. `folder` must not be there, and is not afterwards. */
  static whyNot(folder: string): string | undefined {
    try {
      SmallDisk.mount(folder, 1 << 20).unmount();
      return undefined;
    } catch (error) {
      return (error as Error).message;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Throws when this process may not mount. */
  static mount(
    folder: string,
    bytes: number,
    { uid, gid }: { uid: number; gid: number } = { uid: 0, gid: 0 },
  ): SmallDisk {
    mkdirSync(folder, { recursive: true });
    run('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0700,uid=${uid},gid=${gid}`, 'faults', folder]);
    return new SmallDisk(folder);
  }

  fill(): void {
    const file = openSync(join(this.folder, FILLER), 'w');
    try {
      for (;;) writeSync(file, CHUNK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(join(this.folder, FILLER), { force: true });
  }

  unmount(): void {
    run('umount', [this.folder]);
    rmdirSync(this.folder);
  }

  /** What was on it lies in the folder afterwards, on whatever disk that is. */
  unmountAndKeep(): void {
    const copy = `${this.folder}-copy`;
    run('cp', ['-a', this.folder, copy]);
    this.unmount();
    renameSync(copy, this.folder);
  }
}

function run(command: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command}: ${stderr.trim()}`);
}
