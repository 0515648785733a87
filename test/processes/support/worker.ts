import { Program } from './program.js';

/** A worker as a process, its health on a port of its own. */
export class Worker extends Program {
  constructor({ home, env }: { home: string; env?: Record<string, string> }) {
    super('worker/src/main.js', [], { home, env: { PORT: '0', ...env } });
  }

  static async working(options: { home: string; env?: Record<string, string> }): Promise<Worker> {
    const worker = new Worker(options);
    await worker.until(({ stdout }) => stdout.includes('Rapport works'));
    return worker;
  }

  /** Where its health is. */
  get url(): string {
    return /its health is at (\S+)\/health\/ready/.exec(this.stdout)![1]!;
  }
}
