import { Unavailable } from '#kernel';
import { checkAppend } from '../append/checked-append.js';
import type { SaysTheSame } from '../append/known-answer.js';
import {
  type Append,
  type Appended,
  EventStore,
  type ReadAllOptions,
  type ReadStreamOptions,
  type SubscribeOptions,
} from '../port/event-store.js';
import type { StoredEvent } from '../port/stored-event.js';
import { pages, pageSize } from '../read/pages.js';
import { KnownStreams } from './append/known-streams.js';
import { StreamTurns } from './append/stream-turns.js';
import { connectionSettingsOf } from './connection/connection-url.js';
import { ServerConnection } from './connection/server-connection.js';
import { checkNames, LedgerStreams } from './ledger-streams.js';
import { LogReader } from './read/log-reader.js';
import { streamsInParallel } from './read/streams-in-parallel.js';
import { subscription } from './subscribe/subscription.js';

export interface EventStoreDbOptions {
  /** `esdb://…`, with the parameter `ledger=NAME` where several ledgers share a server. */
  url: string;
  /** Whether an offered event says what the stored one of the same id says. */
  saysTheSame: SaysTheSame;
  /** How long a subscription may be silent before the log is looked at. */
  subscriptionSilenceMs?: number;
}

const DEFAULT_SILENCE_MS = 10_000;

/** The event log in EventStoreDB or KurrentDB: positions are places in the server's log, ascending with gaps. */
export class EventStoreDbEventStore extends EventStore {
  readonly hasGaplessPositions = false;
  readonly eventIdsAreUniqueIn = 'stream';
  readonly keepsOrderOfAppends = false;
  readonly ranges = undefined;

  private readonly connection: ServerConnection;
  private readonly streams: LedgerStreams;
  private readonly reader: LogReader;
  private readonly turns: StreamTurns;
  private readonly silenceMs: number;
  private readonly closing = new AbortController();

  private constructor({ url, saysTheSame, subscriptionSilenceMs = DEFAULT_SILENCE_MS }: EventStoreDbOptions) {
    super();
    const settings = connectionSettingsOf(url);
    this.silenceMs = subscriptionSilenceMs;
    this.connection = new ServerConnection(settings);
    this.streams = new LedgerStreams(settings.ledger);
    this.reader = new LogReader(this.connection, this.streams);
    this.turns = new StreamTurns({
      connection: this.connection,
      streams: this.streams,
      reader: this.reader,
      known: new KnownStreams(),
      saysTheSame,
    });
  }

  /**
   * Connects and reads the end of the log. Throws ValidationFailed for a URL that cannot be read, Unavailable when no
   * server answers, AccessDenied, and PositionsUnusable for a server or a log that cannot carry a ledger.
   */
  static async open(options: EventStoreDbOptions): Promise<EventStoreDbEventStore> {
    const store = new EventStoreDbEventStore(options);
    try {
      await store.head();
    } catch (error) {
      await store.close();
      throw error;
    }
    return store;
  }

  async append(append: Append): Promise<Appended> {
    this.refuseWhenClosed();
    checkAppend(append);
    checkNames(append);
    return this.turns.append(append);
  }

  appendMany(appends: readonly Append[]): Promise<PromiseSettledResult<Appended>[]> {
    return Promise.allSettled(appends.map((append) => this.append(append)));
  }

  readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<StoredEvent[]> {
    const { direction = 'forwards', from, limit, batchSize, signal } = options;
    const step = direction === 'forwards' ? 1 : -1;
    return pages({
      fetch: async (last, size) => {
        const next = last ? last.revision + step : from;
        if (next !== undefined && next < 0) return [];
        return this.reader.streamPage(stream, { direction, from: next, limit: size });
      },
      stopped: () => signal?.aborted ?? false,
      limit,
      batchSize,
    });
  }

  readStreams(streams: readonly string[], options: { signal?: AbortSignal } = {}): AsyncIterable<StoredEvent[]> {
    return streamsInParallel(this.reader, streams, options.signal);
  }

  readAll(options: ReadAllOptions = {}): AsyncIterable<StoredEvent[]> {
    const { direction = 'forwards', limit, batchSize, signal } = options;
    // Behind nothing, forwards, is the beginning; backwards there is nothing behind it.
    const after = direction === 'forwards' && options.after === 0n ? undefined : options.after;
    return pages({
      fetch: async (last, size) =>
        after === 0n ? [] : this.reader.logPage({ direction, after: last?.position ?? after, limit: size }),
      stopped: () => signal?.aborted ?? false,
      limit,
      batchSize,
    });
  }

  subscribe({ after, batchSize, signal }: SubscribeOptions): AsyncIterable<StoredEvent[]> {
    const { connection, streams, reader, silenceMs, closing } = this;
    return subscription({
      connection,
      streams,
      reader,
      after,
      limit: pageSize(batchSize),
      silenceMs,
      signal: signal ? AbortSignal.any([signal, closing.signal]) : closing.signal,
    });
  }

  async head(): Promise<bigint> {
    const [last] = await this.reader.logPage({ direction: 'backwards', after: undefined, limit: 1 });
    return last?.position ?? 0n;
  }

  async hasEventAt(position: bigint): Promise<boolean> {
    return position > 0n && (await this.reader.hasEventAt(position));
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.turns.drained();
    await this.connection.close();
  }

  private refuseWhenClosed(): void {
    if (this.closing.signal.aborted) throw new Unavailable('the event store is closed');
  }
}
