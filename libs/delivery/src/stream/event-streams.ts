import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { EventCodec, EventStore, type StoredEvent } from '#event-store';
import { Draining, FactCatalogue, PerCallerLimit, Unavailable } from '#kernel';
import { Metrics } from '#observability';
import { outgoingCloudEvent } from '../cloud-events/outgoing-cloud-event.js';
import type { EventSelection } from '../selection/event-selection.js';
import { eventFeed } from './event-feed.js';
import { matchingEvents } from './matching-events.js';

export const STREAM_TYPE = 'text/event-stream';

const MAX_STREAMS = 200;
const MAX_STREAMS_PER_ADDRESS = 50;
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;
/** A reader who takes nothing for so long has his connection cut; he can come again where he was. */
const STALLED_MS = 120_000;
/** What the service grants a slow reader when it stops. */
const FAREWELL_MS = 2_000;
/** Bytes that lie ready for a slow reader, beside what the log was read ahead. */
const READY_BYTES = 64 * 1024;

/** The event streams that are open in this process. */
@Injectable()
export class EventStreams {
  private readonly places = new PerCallerLimit(MAX_STREAMS_PER_ADDRESS, 'event streams', MAX_STREAMS);
  private readonly endings = new Map<ServerResponse, AbortController>();
  private readonly logger = new Logger(EventStreams.name);

  constructor(
    private readonly store: EventStore,
    private readonly codec: EventCodec,
    private readonly catalogue: FactCatalogue,
    private readonly metrics: Metrics,
    private readonly draining: Draining,
  ) {
    draining.signal.addEventListener('abort', () => this.endAll(), { once: true });
  }

  /** Sends what is selected behind a position until the reader leaves. Throws TooManyRequests, and Unavailable at the end. */
  send(reply: FastifyReply, selection: EventSelection, after: bigint): void {
    if (this.draining.hasBegun) throw new Unavailable('the service is being stopped');
    const response = reply.raw;
    if (response.destroyed) return;
    const ending = this.enter(response, reply.request.ip);
    response.setTimeout(STALLED_MS, () => response.destroy());
    const text = Readable.from(this.textOf(selection, after, ending.signal), {
      objectMode: false,
      highWaterMark: READY_BYTES,
    });
    void reply
      .type(STREAM_TYPE)
      // Nobody between here and the reader is to keep it, hold it back or change it.
      .header('Cache-Control', 'no-store, no-transform')
      .header('X-Accel-Buffering', 'no')
      .header('Connection', 'close')
      .send(text);
  }

  /** Ends all of them between two events; those that do not take their last one are cut off. */
  private endAll(): void {
    for (const ending of this.endings.values()) ending.abort();
    setTimeout(() => {
      for (const response of this.endings.keys()) response.destroy();
    }, FAREWELL_MS).unref();
  }

  private enter(response: ServerResponse, address: string): AbortController {
    const leave = this.places.take(address);
    const ending = new AbortController();
    this.endings.set(response, ending);
    this.metrics.eventStreamsOpen(this.places.open);
    response.once('close', () => {
      ending.abort();
      leave();
      this.endings.delete(response);
      this.metrics.eventStreamsOpen(this.places.open);
    });
    return ending;
  }

  private async *textOf(selection: EventSelection, after: bigint, signal: AbortSignal): AsyncGenerator<string> {
    const progress = matchingEvents(this.store, selection, after, signal);
    try {
      yield* eventFeed(progress, {
        after,
        encode: (event) => this.encode(event),
        heartbeatMs: HEARTBEAT_MS,
        retryMs: RETRY_MS,
      });
    } catch (error) {
      // The answer has begun, so that it can only end; the reader comes again where he was.
      this.logger.error(`a stream ended behind an error: ${String(error)}`, error instanceof Error ? error.stack : '');
    } finally {
      await progress.return(undefined);
    }
  }

  private encode(event: StoredEvent): string {
    return JSON.stringify(outgoingCloudEvent(this.codec.decode(event), this.catalogue));
  }
}
