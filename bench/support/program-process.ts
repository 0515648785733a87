import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ANNOUNCEMENTS = {
  api: /listens on (http:\S+)/,
  worker: /its health is at (http:\S+)\/health/,
} as const;

/** The service or a worker, as they are started in production, in a process of its own. */
export class ProgramProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** Without a slash at its end. */
    readonly url: string,
  ) {}

  static async start(app: keyof typeof ANNOUNCEMENTS, databaseUrl: string): Promise<ProgramProcess> {
    const script = fileURLToPath(new URL(`../../apps/${app}/src/main.js`, import.meta.url));
    const child = spawn(process.execPath, [script], {
      env: { ...process.env, DATABASE_URL: databaseUrl, PORT: '0', LOG_LEVEL: 'error', RAPPORT_WORK: 'elsewhere' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    for await (const part of child.stdout) {
      said += String(part);
      const url = ANNOUNCEMENTS[app].exec(said)?.[1];
      if (url !== undefined) return new ProgramProcess(child, url);
    }
    throw new Error(`the ${app} ended before it said where it is: ${said}`);
  }

  async stop(): Promise<void> {
    const exit = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exit;
  }

  /** Of the process. */
  get pid(): number {
    return this.child.pid!;
  }
}
