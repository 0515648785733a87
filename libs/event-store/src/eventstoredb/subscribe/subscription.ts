import { setTimeout as sleep } from 'node:timers/promises';
import { pauseBefore } from '../../connection/pause.js';
import type { StoredEvent } from '../../port/stored-event.js';
import type { ServerConnection } from '../connection/server-connection.js';
import type { LedgerStreams } from '../ledger-streams.js';
import { isPassing } from '../protocol/call-failure.js';
import { portErrorOf } from '../protocol/port-errors.js';
import { subscriptionRequest } from '../protocol/read-request.js';
import type { LogReader } from '../read/log-reader.js';
import { LiveEvents } from './live-events.js';

export interface SubscriptionRequest {
  connection: ServerConnection;
  streams: LedgerStreams;
  reader: LogReader;
  after: bigint;
  limit: number;
  /** How long a subscription may be silent before the log is looked at. */
  silenceMs: number;
  signal: AbortSignal;
}

/**
 * All behind a position, then what comes. It reads the log to its end, and then lets the server tell what is new. Only
 * events that were handed out say where to go on; the server's checkpoints say nothing, for one of them may lie past an
 * event that was never sent. After a lost connection, and whenever the server has been silent for a while, the log is
 * read again from the last event: what comes to light there was missed by the server's subscription, which is replaced.
 */
export async function* subscription(request: SubscriptionRequest): AsyncGenerator<StoredEvent[]> {
  const { signal } = request;
  let { after } = request;
  let failures = 0;
  while (!signal.aborted) {
    try {
      for await (const batch of catchUpThenLive(request, after)) {
        failures = 0;
        if (signal.aborted) return;
        if (batch.length === 0) continue;
        after = batch.at(-1)!.position;
        yield batch;
        if (signal.aborted) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!isPassing(error)) throw portErrorOf(error, 'to subscribe');
      failures += 1;
    }
    if (failures > 0) await sleep(pauseBefore(failures), undefined, { signal }).catch(() => undefined);
  }
}

/** Ends when the server's subscription has to be replaced. An empty batch says that all is well. */
async function* catchUpThenLive(request: SubscriptionRequest, from: bigint): AsyncGenerator<StoredEvent[]> {
  let after = from;
  for (;;) {
    const page = await behind(request, after);
    if (request.signal.aborted) return;
    yield page;
    if (page.length === 0) break;
    after = page.at(-1)!.position;
  }
  const live = await openLive(request, after);
  try {
    yield* liveUntilReplaced(request, live, after);
  } finally {
    live.cancel();
  }
}

async function* liveUntilReplaced(
  request: SubscriptionRequest,
  live: LiveEvents,
  from: bigint,
): AsyncGenerator<StoredEvent[]> {
  const { limit, silenceMs, signal } = request;
  let after = from;
  for (;;) {
    const batch = await live.take(after, limit, silenceMs, signal);
    if (signal.aborted) return;
    const isSilent = batch.length === 0;
    const found = isSilent ? await behind(request, after) : batch;
    after = found.at(-1)?.position ?? after;
    yield found;
    // Silent although there was something to say, or ended: another one has to do it.
    if ((isSilent && found.length > 0) || live.hasEnded) return;
  }
}

/** A page of the log as it is; a lost connection ends the turn. */
function behind({ reader, limit }: SubscriptionRequest, after: bigint): Promise<StoredEvent[]> {
  return reader.tryLogPage({ direction: 'forwards', after: after || undefined, limit });
}

function openLive({ connection, streams }: SubscriptionRequest, after: bigint): Promise<LiveEvents> {
  const request = subscriptionRequest(streams, after || undefined);
  return connection.openCall((stub, args) => Promise.resolve(new LiveEvents(stub.read(request, ...args), streams)));
}
