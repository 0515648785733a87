import type { StoredEvent } from '#event-store';
import { sleep } from './sleep.js';

/** Reads a source of batches one ahead: while one batch is being written, the next is fetched and prepared. */
export class BatchReader<Prepared> {
  private readonly closing = new AbortController();
  private readonly ended: AbortSignal;
  private readonly iterator: AsyncIterator<StoredEvent[]>;
  private pending: Promise<Prepared | undefined> | undefined;
  private settled = false;

  constructor(
    open: (signal: AbortSignal) => AsyncIterable<StoredEvent[]>,
    private readonly prepare: (batch: StoredEvent[]) => Prepared,
    signal: AbortSignal,
    /** Milliseconds to wait before a batch is asked for, so that more of it has come. */
    private readonly pauseMs: () => number = () => 0,
  ) {
    this.ended = AbortSignal.any([signal, this.closing.signal]);
    this.iterator = open(this.ended)[Symbol.asyncIterator]();
    void this.fetch();
  }

  /** Whether `next` would answer at once. */
  get isReady(): boolean {
    return this.settled;
  }

  /** The next batch; undefined when there are no more. */
  async next(): Promise<Prepared | undefined> {
    const batch = await (this.pending ?? this.fetch());
    this.pending = undefined;
    if (batch !== undefined) void this.fetch();
    return batch;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.allSettled([this.pending]);
    await this.iterator.return?.();
  }

  private fetch(): Promise<Prepared | undefined> {
    this.settled = false;
    const fetched = this.read();
    const settle = (): void => void (this.settled = true);
    fetched.then(settle, settle);
    this.pending = fetched;
    return fetched;
  }

  private async read(): Promise<Prepared | undefined> {
    const pauseMs = this.pauseMs();
    if (pauseMs > 0) await sleep(pauseMs, this.ended);
    const result = await this.iterator.next();
    return result.done ? undefined : this.prepare(result.value);
  }
}
