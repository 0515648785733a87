import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface ProgramOptions {
  home: string;
  cwd?: string;
  env?: Record<string, string>;
}

/** A program of the build, run by Node as a process of its own. */
export class Program {
  stdout = '';
  stderr = '';
  readonly ended: Promise<Ended>;
  private readonly child: ChildProcess;

  constructor(
    private readonly path: string,
    args: readonly string[],
    { home, cwd, env }: ProgramOptions,
  ) {
    this.child = spawn(process.execPath, [`${ROOT}dist/apps/${path}`, ...args], {
      cwd: cwd ?? home,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], RAPPORT_HOME: home, LOG_LEVEL: 'warn', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout!.on('data', (part: Buffer) => (this.stdout += part.toString('utf8')));
    this.child.stderr!.on('data', (part: Buffer) => (this.stderr += part.toString('utf8')));
    this.ended = once(this.child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      stdout: this.stdout,
      stderr: this.stderr,
    }));
  }

  get pid(): number {
    return this.child.pid!;
  }

  get runs(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Reads no more of its standard output, as `head` does. */
  closeStdout(): void {
    this.child.stdout!.destroy();
  }

  /** Sends a signal, if it still runs. */
  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Ended> {
    this.signal(signal);
    return this.ended;
  }

  /** Until `seen` holds of what it has written; throws when it ends before. */
  async until(seen: (program: this) => boolean | Promise<boolean>): Promise<void> {
    while (!(await seen(this))) {
      if (!this.runs) {
        const { code, signal, stdout, stderr } = await this.ended;
        if (await seen(this)) return;
        throw new Error(`${this.path} ended with ${code ?? signal}:\n${stdout}${stderr}`);
      }
      await delay(10);
    }
  }
}
