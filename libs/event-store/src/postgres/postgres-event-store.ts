import { Unavailable } from '#kernel';
import {
  type Append,
  type Appended,
  EventStore,
  type ReadAllOptions,
  type ReadStreamOptions,
  type SubscribeOptions,
} from '../port/event-store.js';
import type { StoredEvent } from '../port/stored-event.js';
import type { StreamRanges } from '../port/stream-ranges.js';
import { GroupCommit } from './append/group-commit.js';
import type { SaysTheSame } from '../append/known-answer.js';
import { Connections } from './connection/connections.js';
import { withPatience } from './connection/patience.js';
import { migrate } from './migrations/migrate.js';
import { pages, pageSize } from '../read/pages.js';
import { PostgresStreamRanges } from './read/postgres-stream-ranges.js';
import { streamPages } from './read/stream-pages.js';
import { readHead } from './sql/read-head.js';
import { readLogPage } from './sql/read-log-page.js';
import { readStreamPage } from './sql/read-stream-page.js';
import { HeadListener } from './subscribe/head-listener.js';
import { HeadSignal } from './subscribe/head-signal.js';
import { subscription } from './subscribe/subscription.js';

export interface PostgresEventStoreOptions {
  connectionString: string;
  /** Whether an offered event says what the stored one of the same id says. */
  saysTheSame: SaysTheSame;
  /** Connections for reading; there are one more for appending and one for listening. */
  maxConnections?: number;
}

const DEFAULT_CONNECTIONS = 8;

/** The event log in PostgreSQL: positions are gapless from 1 and in the order of commit. */
export class PostgresEventStore extends EventStore {
  readonly hasGaplessPositions = true;
  readonly eventIdsAreUniqueIn = 'log';
  readonly keepsOrderOfAppends = true;

  readonly ranges: StreamRanges;

  private readonly headSignal = new HeadSignal();
  private readonly listener: HeadListener;
  private readonly commits: GroupCommit;
  private closed = false;

  private constructor(
    private readonly connections: Connections,
    saysTheSame: SaysTheSame,
  ) {
    super();
    this.ranges = new PostgresStreamRanges(connections);
    this.listener = new HeadListener(connections, this.headSignal);
    this.commits = new GroupCommit(connections, saysTheSame, (head) => this.headSignal.rise(head));
  }

  /** Connects and brings the schema `log` up to date. Throws Unavailable when the database cannot be reached. */
  static async open(options: PostgresEventStoreOptions): Promise<PostgresEventStore> {
    const connections = new Connections(options.connectionString, options.maxConnections ?? DEFAULT_CONNECTIONS);
    try {
      await withPatience(() => connections.forAppending(migrate));
    } catch (error) {
      await connections.close();
      throw error;
    }
    return new PostgresEventStore(connections, options.saysTheSame);
  }

  async append(append: Append): Promise<Appended> {
    this.refuseWhenClosed();
    return this.commits.append(append);
  }

  async appendMany(appends: readonly Append[]): Promise<PromiseSettledResult<Appended>[]> {
    this.refuseWhenClosed();
    return this.commits.appendMany(appends);
  }

  readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<StoredEvent[]> {
    const { direction = 'forwards', from, limit, batchSize, signal } = options;
    const step = direction === 'forwards' ? 1 : -1;
    return pages({
      fetch: (last, size) =>
        withPatience(() =>
          this.connections.forReading((client) =>
            readStreamPage(client, stream, { direction, from: last ? last.revision + step : from, limit: size }),
          ),
        ),
      stopped: () => signal?.aborted ?? false,
      limit,
      batchSize,
    });
  }

  readStreams(streams: readonly string[], options: { signal?: AbortSignal } = {}): AsyncIterable<StoredEvent[]> {
    return streamPages(this.connections, streams, options.signal);
  }

  readAll(options: ReadAllOptions = {}): AsyncIterable<StoredEvent[]> {
    const { direction = 'forwards', after, limit, batchSize, signal } = options;
    return pages({
      fetch: (last, size) =>
        withPatience(() =>
          this.connections.forReading((client) =>
            readLogPage(client, { direction, after: last?.position ?? after, limit: size }),
          ),
        ),
      stopped: () => signal?.aborted ?? false,
      limit,
      batchSize,
    });
  }

  subscribe({ after, batchSize, signal }: SubscribeOptions): AsyncIterable<StoredEvent[]> {
    const limit = pageSize(batchSize);
    this.listener.start();
    return subscription({
      after,
      limit,
      fetch: (position) =>
        this.connections.forReading((client) => readLogPage(client, { direction: 'forwards', after: position, limit })),
      stopped: () => this.closed || (signal?.aborted ?? false),
      head: this.headSignal,
      signal,
    });
  }

  head(): Promise<bigint> {
    return withPatience(() => this.connections.forReading(readHead));
  }

  async hasEventAt(position: bigint): Promise<boolean> {
    return position > 0n && position <= (await this.head());
  }

  async close(): Promise<void> {
    this.closed = true;
    this.headSignal.wakeAll();
    await this.commits.drained();
    await this.listener.stop();
    await this.connections.close();
  }

  private refuseWhenClosed(): void {
    if (this.closed) throw new Unavailable('the event store is closed');
  }
}
