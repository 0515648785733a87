import type { StoredEvent } from './stored-event.js';

/** Streams by name, from one of them (itself included) up to another (itself not); without it up to the last. */
export interface StreamRange {
  from: string;
  before: string | undefined;
}

export interface ReadRangeOptions {
  /** Later events are left out. */
  upTo: bigint;
  batchSize?: number;
  signal?: AbortSignal;
}

/** What an engine can do that keeps its events by stream: read whole streams, one after the other. */
export interface StreamRanges {
  /** Divides the log into ranges of about so many events each, in order and without a gap. */
  split(events: number): Promise<StreamRange[]>;

  /** Each stream's events in order, and the streams in that of their names (by their bytes in UTF-8). */
  read(range: StreamRange, options: ReadRangeOptions): AsyncIterable<StoredEvent[]>;
}
