import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** When the rows of a batch of events were committed, for all projections. */
export interface AppliedAt {
  position: string;
  /** Of the machine's monotonic clock. */
  atMs: number;
}

/** The HTTP service in a process of its own (bench/http-server.ts). */
export class ServiceProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** Without a slash at its end. */
    readonly url: string,
  ) {}

  static async start(databaseUrl: string, { projecting }: { projecting: boolean }): Promise<ServiceProcess> {
    const script = fileURLToPath(new URL('../http-server.js', import.meta.url));
    const child = fork(script, [databaseUrl, projecting ? 'projecting' : '']);
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    return new ServiceProcess(child, `http://127.0.0.1:${port}`);
  }

  /** What the projections have applied since the last time this was asked. */
  async applied(): Promise<AppliedAt[]> {
    this.child.send('applied?');
    const [{ applied }] = (await once(this.child, 'message')) as [{ applied: AppliedAt[] }];
    return applied;
  }

  async stop(): Promise<void> {
    const exit = once(this.child, 'exit');
    this.child.disconnect();
    await exit;
  }
}
