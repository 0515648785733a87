import { Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { Draining } from '#kernel';
import { ProjectionEngine } from '#projections';
import { withinPatience } from './within-patience.js';

export interface ReadinessReport {
  status: 'ready' | 'not-ready';
  /** Why not, in words. */
  reasons: string[];
  projections: { name: string; lag: string }[];
}

/** Events that a projection may be behind while reads still count as ready. */
export const MAX_READY_LAG = 10_000n;
/** The same where positions are bytes of the log, at about a kilobyte an event. */
const MAX_READY_LAG_BYTES = 10n * 1_024n * 1_024n;

/** Whether this process can take commands and answer reads now. */
@Injectable()
export class Readiness {
  private asking: Promise<ReadinessReport> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly engine: ProjectionEngine,
    private readonly draining: Draining,
  ) {}

  async report(): Promise<ReadinessReport> {
    if (this.draining.hasBegun) return notReady('the process is stopping');
    try {
      return await withinPatience(this.askOnce());
    } catch (error) {
      return notReady(`no answer from the database: ${String(error)}`);
    }
  }

  /** Whoever asks while a question waits for its answer waits for the same: probes do not pile up. */
  private askOnce(): Promise<ReadinessReport> {
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async ask(): Promise<ReadinessReport> {
    await this.store.head();
    const projections = await this.engine.status();
    const [limit, unit] = this.store.hasGaplessPositions
      ? [MAX_READY_LAG, 'events']
      : [MAX_READY_LAG_BYTES, 'bytes of the log'];
    const others = this.engine.otherVersions.map(
      ({ name, version, there }) => `the tables of projection ${name} are of version ${there}, not ${version}`,
    );
    const behind = projections
      .filter(({ lag }) => lag > limit)
      .map(({ name, lag }) => `projection ${name} is ${lag} ${unit} behind`);
    const reasons = [...others, ...behind];
    return {
      status: reasons.length === 0 ? 'ready' : 'not-ready',
      reasons,
      projections: projections.map(({ name, lag }) => ({ name, lag: String(lag) })),
    };
  }
}

function notReady(reason: string): ReadinessReport {
  return { status: 'not-ready', reasons: [reason], projections: [] };
}
