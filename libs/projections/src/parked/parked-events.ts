import pg from 'pg';
import type { EventCodec, EventStore } from '#event-store';
import { NotFound, type Projection } from '#kernel';
import { isDivided } from '../engine/slot.js';
import { EventNotParked } from './errors/event-not-parked.js';
import { findParkedEvent } from './find-parked-event.js';
import { leftOutStreams } from './left-out-streams.js';
import { type ParkedListing, listParkedEvents } from './list-parked-events.js';
import { withLockedProjection } from './locked-projection.js';
import { markSkipped } from './mark-skipped.js';
import type { ParkedEventDetail } from './parked-event-detail.js';
import { type ParkedPlace, isPosition } from './parked-place.js';
import { type ParkedEvent } from './parked-event.js';
import { parkedEventOf } from './parked-rows.js';
import { retryLeftOut } from './retry-left-out.js';
import { NOTHING_RETRIED, type RetryOutcome, sumOf } from './retry-outcome.js';
import { showParkedEvent } from './show-parked-event.js';
import { type SkipRequest, checkSkipRequest } from './skip-request.js';
import { streamTurns } from './stream-turns.js';

export interface ParkedEventsOptions {
  store: EventStore;
  codec: EventCodec;
  /** The PostgreSQL database of the read models. */
  connectionString: string;
  /** All that there are. */
  projections: readonly Projection[];
}

/** What is to be tried again: all, a projection, or what one event of it stands in the way of. */
export interface RetryRequest {
  projection?: string | undefined;
  /** Of the event, as text. */
  position?: string | undefined;
}

export interface RetryResult extends RetryOutcome {
  projections: ({ name: string } & RetryOutcome)[];
}

export interface SkipResult {
  event: ParkedEvent;
  /** What became of those that waited for it, and of others that were tried with them. */
  retried: RetryOutcome;
}

export interface ParkedPage {
  events: ParkedEvent[];
  /** Where the next page begins; undefined at the end. */
  next: ParkedPlace | undefined;
}

/**
 * Events that projections have left out, for people: seen, tried again after a repair, or skipped for good. Any process
 * may do so, whoever derives the projections meanwhile.
 */
export class ParkedEvents {
  private readonly pool: pg.Pool;
  private readonly closing = new AbortController();

  constructor(private readonly options: ParkedEventsOptions) {
    this.pool = new pg.Pool({
      connectionString: options.connectionString,
      application_name: 'rapport-parked-events',
      max: 2,
      connectionTimeoutMillis: 10_000,
    });
    // A statement under way is told by its own error; idle connections are replaced when they are needed.
    this.pool.on('error', () => undefined);
  }

  /** A page of them. Throws NotFound for a projection that there is not. */
  async list({ projection, limit, ...rest }: ParkedListing): Promise<ParkedPage> {
    const projections = projection === undefined ? this.options.projections : [this.projection(projection)];
    const names = projections.map(({ name }) => name);
    const found = await listParkedEvents(this.pool, names, { ...rest, limit: limit + 1 });
    const events = found.slice(0, limit);
    return { events, next: found.length > limit ? events.at(-1) : undefined };
  }

  /** One of them. Throws NotFound for a projection that there is not, or an event that it has not left out. */
  async show(projection: string, position: string): Promise<ParkedEventDetail> {
    const known = this.projection(projection);
    return showParkedEvent(this.pool, this.options, known, positionOf(projection, position));
  }

  /**
   * Tries left-out events again, each stream, or projection that is not divided by streams, in one transaction: what is
   * applied is in the rows once, what fails stays parked, with one more attempt. It can throw:
   * - NotFound, for a projection that there is not, or an event that it has not left out
   * - EventNotParked, for an event that was skipped
   * - ProjectionVersionDiffers, when the tables are another program's
   */
  async retry({ projection, position }: RetryRequest): Promise<RetryResult> {
    if (projection !== undefined && position !== undefined) return this.retryOne(projection, position);
    const chosen = projection === undefined ? this.options.projections : [this.projection(projection)];
    const projections: RetryResult['projections'] = [];
    for (const each of chosen) {
      const outcome = await this.retryProjection(each);
      if (outcome) projections.push({ name: each.name, ...outcome });
    }
    return { ...sumOf(projections), projections };
  }

  /**
   * Leaves a parked event out for good, in this version of the projection, and tries in the same transaction what has
   * waited for it. It can throw:
   * - ValidationFailed, for a reason that is missing, blank or too long
   * - NotFound, for a projection that there is not, or an event that it has not left out
   * - EventNotParked, for an event that has not failed
   * - RebuildUnderWay, while the projection is being rebuilt
   * - ProjectionVersionDiffers, when the tables are another program's
   */
  async skip(projection: string, position: string, request: SkipRequest): Promise<SkipResult> {
    checkSkipRequest(request);
    const known = this.projection(projection);
    const at = positionOf(projection, position);
    return withLockedProjection(
      this.options.connectionString,
      known,
      async (client) => {
        const { stream } = await markSkipped(client, projection, at, request);
        const retried = await retryLeftOut(client, this.options, known, isDivided(known) ? [stream] : undefined);
        return { event: parkedEventOf((await findParkedEvent(client, projection, at))!), retried };
      },
      this.closing.signal,
    );
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.pool.end();
  }

  private async retryOne(projection: string, position: string): Promise<RetryResult> {
    const known = this.projection(projection);
    const at = positionOf(projection, position);
    const found = await findParkedEvent(this.pool, projection, at);
    if (!found) throw new NotFound('parked event', `${projection} at ${position}`);
    if (found.status === 'skipped') throw new EventNotParked(projection, at, found.status);
    const outcome = await this.retryTurn(known, isDivided(known) ? [found.stream] : undefined);
    return { ...outcome, projections: [{ name: projection, ...outcome }] };
  }

  /** Undefined when it has left nothing out. */
  private async retryProjection(projection: Projection): Promise<RetryOutcome | undefined> {
    const streams = await leftOutStreams(this.pool, projection.name);
    if (streams.length === 0) return undefined;
    if (!isDivided(projection)) return this.retryTurn(projection, undefined);
    let outcome = NOTHING_RETRIED;
    for (const turn of streamTurns(streams)) outcome = sumOf([outcome, await this.retryTurn(projection, turn)]);
    return outcome;
  }

  private retryTurn(projection: Projection, streams: readonly string[] | undefined): Promise<RetryOutcome> {
    return withLockedProjection(
      this.options.connectionString,
      projection,
      (client) => retryLeftOut(client, this.options, projection, streams),
      this.closing.signal,
    );
  }

  private projection(name: string): Projection {
    const found = this.options.projections.find((projection) => projection.name === name);
    if (!found) throw new NotFound('projection', name);
    return found;
  }
}

/** Throws NotFound for what can be no position. */
function positionOf(projection: string, text: string): bigint {
  if (!isPosition(text)) throw new NotFound('parked event', `${projection} at ${text}`);
  return BigInt(text);
}
