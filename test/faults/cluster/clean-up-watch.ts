import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process that outlives the harness: when that is killed, it ends and removes what the harness leaves behind. */
export class CleanUpWatch {
  private constructor(private readonly child: ChildProcess) {}

  static begin(home: string): CleanUpWatch {
    const script = fileURLToPath(new URL('clean-up.js', import.meta.url));
    const child = spawn(process.execPath, [script, home], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    child.unref();
    return new CleanUpWatch(child);
  }

  /** Something more to be ended. */
  note(what: 'process', name: string): void {
    this.child.stdin!.write(`${what} ${name}\n`);
  }

  /** Everything is in order: nothing is to be cleaned up. */
  end(): void {
    this.child.stdin!.end('done\n');
  }
}
