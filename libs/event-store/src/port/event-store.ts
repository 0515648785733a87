import type { ExpectedRevision } from './expected-revision.js';
import type { NewEvent, StoredEvent } from './stored-event.js';
import type { StreamRanges } from './stream-ranges.js';

/** Events for one stream, stored together or not at all. */
export interface Append {
  stream: string;
  expectedRevision: ExpectedRevision;
  /** At least one. */
  events: readonly NewEvent[];
}

export interface Appended {
  /** Revision of the last of these events in its stream. */
  revision: number;
  /** Position of the last of these events. */
  position: bigint;
  /** True when all of them were in the log before, with the same content. */
  duplicate: boolean;
}

export interface ReadStreamOptions {
  direction?: 'forwards' | 'backwards';
  /** Revision to begin at, itself included; by default the first one in the direction of reading. */
  from?: number;
  limit?: number;
  batchSize?: number;
  signal?: AbortSignal;
}

export interface ReadAllOptions {
  direction?: 'forwards' | 'backwards';
  /** Position to begin behind, itself not included; by default the end that the direction starts from. */
  after?: bigint;
  limit?: number;
  batchSize?: number;
  signal?: AbortSignal;
}

export interface SubscribeOptions {
  /** The position up to which all has been handled; 0 for the whole log. */
  after: bigint;
  batchSize?: number;
  signal?: AbortSignal;
}

/**
 * The event log: the one port to whatever engine keeps it. Batches are never empty. An aborted signal ends an
 * iteration quietly between two batches.
 */
export abstract class EventStore {
  /**
   * Whether positions count events: 1, 2, 3 … without a gap. Where they do not, they still ascend in the order of the
   * log, and the distance of two says nothing about how many events lie between.
   */
  abstract readonly hasGaplessPositions: boolean;

  /**
   * How far an event id is known. In the `log`: the same id in another stream is an IdempotencyConflict, always. In the
   * `stream` alone: across streams only as far as this program happens to remember.
   */
  abstract readonly eventIdsAreUniqueIn: 'log' | 'stream';

  /** Whether appends of `any` revision that appendMany is given are stored in their order, across streams too. */
  abstract readonly keepsOrderOfAppends: boolean;

  /** Undefined where the engine can read many streams by their names only. */
  abstract readonly ranges: StreamRanges | undefined;

  /**
   * Appends to one stream, durable when it answers. Events already in the log with the same content are answered as
   * the first time, whatever revision is expected. It can throw:
   * - RevisionConflict, with the actual revision, when the stream is not as expected
   * - IdempotencyConflict, when an event id is in the log with other content, or only some of the ids are
   * - EventTooLarge, when an event, or all of the append together, is more than the engine takes
   * - StreamDeleted, when somebody has deleted the stream with the engine's own tools
   * - AccessDenied, when the engine does not let this program in
   * - Unavailable, when the engine cannot be reached within its patience; whether it was stored is then unknown, and
   *   the same append may be sent again
   */
  abstract append(append: Append): Promise<Appended>;

  /** Many appends in as few steps as the engine can; each one's answer or error stands at its own place. */
  abstract appendMany(appends: readonly Append[]): Promise<PromiseSettledResult<Appended>[]>;

  /** One stream's events in order; none for a stream that does not exist. */
  abstract readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<StoredEvent[]>;

  /** Whole streams, forwards: each stream's events in order, the streams in any. */
  abstract readStreams(streams: readonly string[], options?: { signal?: AbortSignal }): AsyncIterable<StoredEvent[]>;

  /** The whole log in order, up to what was its head when the reading came there. */
  abstract readAll(options?: ReadAllOptions): AsyncIterable<StoredEvent[]>;

  /** All after a position, then what comes, without end; rides out a lost connection. */
  abstract subscribe(options: SubscribeOptions): AsyncIterable<StoredEvent[]>;

  /** Position of the last event; 0 for an empty log. */
  abstract head(): Promise<bigint>;

  /** Whether an event of this log stands at exactly this position. */
  abstract hasEventAt(position: bigint): Promise<boolean>;

  /** Ends subscriptions, waits for appends under way, and gives up the connections. */
  abstract close(): Promise<void>;
}
