import { setTimeout as delay } from 'node:timers/promises';
import { type EngineLogLine, RebuildUnderWay } from '#projections';
import type { Ledger } from './ledger.js';

const LOOK_EVERY_MS = 2_000;
/** A rebuild that fails is asked for again, at growing intervals. */
const LONGEST_PAUSE_MS = 300_000;

/**
 * Has read models built anew whose tables are of an older version than this program's; the older tables are read by the
 * older program meanwhile. A BackgroundWork: any number of processes may ask for the same: it is done once.
 */
export class RebuildOfOlderVersions {
  private readonly stopping = new AbortController();
  private looking: Promise<void> = Promise.resolve();
  private pauseMs = LOOK_EVERY_MS;

  constructor(
    private readonly ledger: Pick<Ledger, 'projections' | 'rebuilds' | 'jobs'>,
    private readonly log: (line: EngineLogLine) => void = () => undefined,
  ) {}

  start(): void {
    this.looking = this.lookUntilStopped();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.looking;
  }

  private async lookUntilStopped(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.look();
      // Stopped meanwhile.
      await delay(this.pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    const { projections, rebuilds, jobs } = this.ledger;
    const older = projections.otherVersions.filter(({ version, there }) => there < version);
    if (older.length === 0) return;
    try {
      const { job, repeated } = await rebuilds.request(jobs, { projections: older.map(({ name }) => name) });
      if (repeated) return;
      this.pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * this.pauseMs);
      const names = older.map(({ name, version }) => `${name} version ${version}`).join(', ');
      this.log({ level: 'info', message: `being built beside the older ones: ${names}, job ${job.id}` });
    } catch (error) {
      if (error instanceof RebuildUnderWay) return;
      this.log({ level: 'warn', message: 'a rebuild of older read models could not be asked for', error });
    }
  }
}
