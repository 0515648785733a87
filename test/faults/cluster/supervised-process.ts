import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessKind } from './process-kind.js';
import { projectRoot } from './project-root.js';
import type { Proxy } from './proxy.js';

const PAUSE_BEFORE_RESTART_MS = 200;
/** Exit code of a program that says why it could not start. */
const COULD_NOT_RUN = 3;
const REPORT_MS = 2_000;
const CLOCK = 'dist/test/faults/clock/shifted-clock.js';

export interface SupervisedProcessOptions {
  kind: ProcessKind;
  /** Number among all processes of the cluster. */
  number: number;
  /** Folder for its home, its output and its clock. */
  home: string;
  port: number;
  /** Its way to the database. */
  proxy: Proxy;
  databaseUrl: string;
  env: Readonly<Record<string, string>>;
  /** Told the number of each process that is started, so that it can be ended whatever becomes of the harness. */
  onStart?: (pid: number) => void;
}

/** A process of Rapport, started again whenever it ends, as a service manager would. */
export class SupervisedProcess {
  /** Ends that nobody asked for, of processes that had been up. */
  readonly deaths: string[] = [];
  private child: ChildProcess | undefined;
  private wanted = false;
  private keeping: Promise<void> | undefined;
  private isUp = false;
  private killed = false;
  private starts = 0;

  constructor(private readonly options: SupervisedProcessOptions) {
    this.setClock(0);
  }

  get name(): string {
    return `${this.options.kind.name} ${this.options.number}`;
  }

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  get kind(): ProcessKind {
    return this.options.kind;
  }

  get proxy(): Proxy {
    return this.options.proxy;
  }

  /** How often it was started again. */
  get restarts(): number {
    return Math.max(0, this.starts - 1);
  }

  /** Keeps it running from now on. */
  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.keeping = this.keep();
  }

  /** Until it answers. Throws when it does not within `timeoutMs`. */
  async untilUp(timeoutMs: number): Promise<void> {
    const giveUpAt = performance.now() + timeoutMs;
    while (!(await this.answers())) {
      if (performance.now() > giveUpAt) throw new Error(`${this.name} does not come up:\n${this.output()}`);
      await delay(25);
    }
  }

  /** kill -9; started again after `awayMs`. */
  async kill(awayMs: number): Promise<void> {
    this.wanted = false;
    this.killed = true;
    this.child?.kill('SIGKILL');
    await this.keeping;
    await delay(awayMs);
    this.start();
  }

  /** SIGSTOP for a while. */
  async pause(forMs: number): Promise<void> {
    const paused = this.child;
    paused?.kill('SIGSTOP');
    await delay(forMs);
    paused?.kill('SIGCONT');
  }

  /** Its clock is wrong by so much from now on. */
  setClock(shiftMs: number): void {
    writeFileSync(this.clockFile, String(shiftMs));
  }

  /** Asks it to stop, and waits until it has; kills one that does not within `timeoutMs`, and says so by false. */
  async stop(timeoutMs: number): Promise<boolean> {
    this.wanted = false;
    this.killed = true;
    this.child?.kill('SIGTERM');
    const timer = new AbortController();
    const inTime = await Promise.race([
      Promise.resolve(this.keeping).then(() => true),
      delay(timeoutMs, false, { signal: timer.signal }).catch(() => false),
    ]);
    timer.abort();
    if (!inTime) {
      // It writes what it is at into its home.
      this.child?.kill('SIGUSR2');
      await delay(REPORT_MS);
      this.child?.kill('SIGKILL');
      await this.keeping;
    }
    return inTime;
  }

  /** The end of what it has written. */
  output(): string {
    return readFileSync(this.outputFile, 'utf8').slice(-4_000);
  }

  private get clockFile(): string {
    return join(this.options.home, `clock-${this.options.number}`);
  }

  private get outputFile(): string {
    return join(this.options.home, `${this.options.kind.name}-${this.options.number}.log`);
  }

  private async keep(): Promise<void> {
    while (this.wanted) {
      this.isUp = false;
      this.killed = false;
      const child = this.spawn();
      this.child = child;
      const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
      this.child = undefined;
      // One that cannot reach its database while it starts may say so and end; nothing else may.
      const mayEnd = this.killed || (!this.isUp && code === COULD_NOT_RUN);
      if (!mayEnd) this.deaths.push(`${this.name} ended with ${code ?? signal}:\n${this.output()}`);
      if (this.wanted) await delay(PAUSE_BEFORE_RESTART_MS);
    }
  }

  private spawn(): ChildProcess {
    const { kind, port, home, proxy, databaseUrl, env, onStart } = this.options;
    const url = new URL(databaseUrl);
    url.port = String(proxy.port);
    const output = openSync(this.outputFile, 'a');
    const args = ['--import', join(projectRoot(), CLOCK), '--report-on-signal', `--report-directory=${home}`];
    const child = spawn(process.execPath, [...args, join(projectRoot(), kind.program)], {
      cwd: home,
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        RAPPORT_HOME: join(home, 'unused'),
        LOG_LEVEL: 'warn',
        PORT: String(port),
        DATABASE_URL: url.href,
        RAPPORT_FAULTS_CLOCK: this.clockFile,
        ...env,
      },
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    this.starts += 1;
    if (child.pid !== undefined) onStart?.(child.pid);
    return child;
  }

  private async answers(): Promise<boolean> {
    if (!this.child) return false;
    try {
      const { status } = await fetch(`${this.url}/health/live`, { signal: AbortSignal.timeout(1_000) });
      this.isUp ||= status === 200;
      return status === 200;
    } catch {
      // Not yet, or not any more: both are what is asked here.
      return false;
    }
  }
}
