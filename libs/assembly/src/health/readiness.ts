import { Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { ProjectionEngine } from '#projections';

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
const PATIENCE_MS = 2_000;

/** Whether this process can take commands and answer reads now. */
@Injectable()
export class Readiness {
  constructor(
    private readonly store: EventStore,
    private readonly engine: ProjectionEngine,
  ) {}

  async report(): Promise<ReadinessReport> {
    try {
      return await withinPatience(this.ask());
    } catch (error) {
      return { status: 'not-ready', reasons: [`no answer from the database: ${String(error)}`], projections: [] };
    }
  }

  private async ask(): Promise<ReadinessReport> {
    await this.store.head();
    const projections = await this.engine.status();
    const [limit, unit] = this.store.hasGaplessPositions
      ? [MAX_READY_LAG, 'events']
      : [MAX_READY_LAG_BYTES, 'bytes of the log'];
    const reasons = projections
      .filter(({ lag }) => lag > limit)
      .map(({ name, lag }) => `projection ${name} is ${lag} ${unit} behind`);
    return {
      status: reasons.length === 0 ? 'ready' : 'not-ready',
      reasons,
      projections: projections.map(({ name, lag }) => ({ name, lag: String(lag) })),
    };
  }
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`none within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
