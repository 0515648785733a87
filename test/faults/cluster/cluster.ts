import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchChanges } from '../audit/audit.js';
import { freePort } from '../../processes/support/free-port.js';
import { CleanUpWatch } from './clean-up-watch.js';
import { OwnDatabase } from './own-database.js';
import type { ProcessKind } from './process-kind.js';
import { Proxy } from './proxy.js';
import { SupervisedProcess } from './supervised-process.js';

const START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 60_000;

/** Processes of Rapport on a PostgreSQL of their own, each with a way to it that can be broken. */
export class Cluster {
  private constructor(
    readonly home: string,
    readonly database: OwnDatabase,
    readonly processes: readonly SupervisedProcess[],
    /** Tables whose changes are noted. */
    readonly watched: readonly string[],
    private readonly watch: CleanUpWatch,
  ) {}

  static async start(kinds: readonly ProcessKind[]): Promise<Cluster> {
    const home = await mkdtemp(join(tmpdir(), 'rapport-faults-'));
    // PostgreSQL may run under another account.
    await chmod(home, 0o755);
    const watch = CleanUpWatch.begin(home);
    const database = await OwnDatabase.start(home);
    const processes: SupervisedProcess[] = [];
    for (const [number, kind] of kinds.entries()) {
      processes.push(await prepare(kind, number, kinds, home, database, watch));
    }
    // All at once: which of them makes the tables is nobody's business.
    for (const process of processes) process.start();
    await Promise.all(processes.map((process) => process.untilUp(START_TIMEOUT_MS)));
    await database.moveLogToItsDisk();
    const watched = await database.withClient(watchChanges);
    return new Cluster(home, database, processes, watched, watch);
  }

  /** Addresses of those that take requests. */
  get urls(): string[] {
    return this.processes.filter(({ kind }) => kind.takesRequests).map(({ url }) => url);
  }

  async allUp(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.untilUp(START_TIMEOUT_MS)));
  }

  /** Names of processes that had to be killed, because they did not stop when they were asked to. */
  async stopProcesses(): Promise<string[]> {
    const inTime = await Promise.all(this.processes.map((process) => process.stop(STOP_TIMEOUT_MS)));
    return this.processes.filter((_, index) => !inTime[index]).map(({ name }) => name);
  }

  /** After its processes have stopped. What is kept lies in its home. */
  async remove({ keep }: { keep: boolean }): Promise<void> {
    for (const { proxy } of this.processes) await proxy.close();
    if (keep) {
      await this.database.stopAndKeep();
    } else {
      await this.database.stop();
      await rm(this.home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
    this.watch.end();
  }
}

async function prepare(
  kind: ProcessKind,
  number: number,
  kinds: readonly ProcessKind[],
  home: string,
  database: OwnDatabase,
  watch: CleanUpWatch,
): Promise<SupervisedProcess> {
  const hasWorkers = kinds.some(({ takesRequests }) => !takesRequests);
  return new SupervisedProcess({
    kind,
    number,
    home,
    port: await freePort(),
    proxy: await Proxy.listen(() => database.port),
    databaseUrl: database.url,
    env: kind.takesRequests && hasWorkers ? { RAPPORT_WORK: 'elsewhere' } : {},
    onStart: (pid) => watch.note('process', String(pid)),
  });
}
