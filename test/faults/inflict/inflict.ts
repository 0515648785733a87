import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from '../cluster/cluster.js';
import type { SupervisedProcess } from '../cluster/supervised-process.js';
import { Dice } from '../plan/dice.js';
import type { FaultKind, PlannedFault } from '../plan/fault.js';
import { leaseHolder } from './lease-holder.js';

/** What a fault strikes; what strikes the same thing waits until the one before has healed. */
type Inflict = (cluster: Cluster, process: SupervisedProcess, fault: PlannedFault) => Promise<void>;

const ON_PROCESS: Partial<Record<FaultKind, Inflict>> = {
  'process killed': (_, process, { forMs }) => process.kill(forMs),
  'process paused': (_, process, { forMs }) => process.pause(forMs),
  'connections slow': (_, { proxy }, { byMs, forMs }) => proxy.slow(byMs, forMs),
  'connections stalled': (_, { proxy }, { forMs }) => proxy.stall(forMs),
  'connections half open': (_, { proxy }, { forMs }) => proxy.leaveHalfOpen(forMs),
  'answers lost': (_, { proxy }, { forMs }) => proxy.loseAnswers(forMs),
  'clock jumped': async (_, process, { byMs }) => process.setClock(byMs),
  'connections cut': async (_, { proxy }, { share, atMs }) => {
    const dice = new Dice(atMs);
    proxy.cut(() => dice.happens(share));
  },
};

const ON_DATABASE: Partial<Record<FaultKind, Inflict>> = {
  'database killed': ({ database }, _, { forMs }) => database.kill(forMs),
  'database restarted': ({ database }, _, { forMs }) => database.restart(forMs),
  'log disk full': ({ database }, _, { forMs }) => database.fillLogDisk(forMs),
  'write-ahead log disk full': ({ database }, _, { forMs }) => database.fillWalDisk(forMs),
};

const NEEDS_DISK = new Set<FaultKind>(['log disk full', 'write-ahead log disk full']);

/** Carries out a plan's faults, each at its time, and heals them. */
export class Inflictor {
  /** How many of which kind have struck. */
  readonly struck = new Map<FaultKind, number>();
  private readonly busy = new Map<unknown, Promise<void>>();

  constructor(private readonly cluster: Cluster) {}

  /** Ends when the last one has healed. */
  async inflict(faults: readonly PlannedFault[]): Promise<void> {
    const beganAtMs = performance.now();
    await Promise.all(
      faults.map(async (fault) => {
        await delay(Math.max(0, beganAtMs + fault.atMs - performance.now()));
        await this.strike(fault);
      }),
    );
    for (const process of this.cluster.processes) process.setClock(0);
  }

  private async strike(fault: PlannedFault): Promise<void> {
    const { kind } = fault;
    const { cluster } = this;
    if (NEEDS_DISK.has(kind) && cluster.database.withoutDisks !== undefined) return;
    const onDatabase = ON_DATABASE[kind];
    if (onDatabase) {
      await this.inTurn(cluster.database, fault, (process) => onDatabase(cluster, process, fault));
    } else if (kind === 'lease holder paused') {
      await this.inTurn('pause', fault, (process) => this.pauseHolder(process, fault));
    } else {
      const { processes } = cluster;
      const process = processes[fault.process % processes.length]!;
      // A connection can be cut while its process is killed; only what would undo each other takes turns.
      const target = kind.startsWith('process') ? process : process.proxy;
      await this.inTurn(target, fault, () => ON_PROCESS[kind]!(cluster, process, fault));
    }
  }

  private async pauseHolder(otherwise: SupervisedProcess, fault: PlannedFault): Promise<void> {
    const { cluster } = this;
    let holder: SupervisedProcess | undefined;
    try {
      holder = await leaseHolder(cluster, fault.process);
    } catch {
      // The database is away just now, and with it whoever could say.
    }
    await (holder ?? otherwise).pause(fault.forMs);
  }

  private async inTurn(
    target: unknown,
    { kind, process }: PlannedFault,
    work: (process: SupervisedProcess) => Promise<void>,
  ): Promise<void> {
    const { processes } = this.cluster;
    const before = this.busy.get(target) ?? Promise.resolve();
    const turn = before.then(() => work(processes[process % processes.length]!));
    this.busy.set(
      target,
      turn.catch(() => undefined),
    );
    await turn;
    this.struck.set(kind, (this.struck.get(kind) ?? 0) + 1);
  }
}
