import type { StoredEvent } from '#event-store';

/** Reads a source of batches one ahead: while one batch is being applied, the next is on its way. */
export class BatchReader {
  private readonly closing = new AbortController();
  private readonly iterator: AsyncIterator<StoredEvent[]>;
  private pending: Promise<IteratorResult<StoredEvent[], unknown>> | undefined;
  private settled = false;

  constructor(open: (signal: AbortSignal) => AsyncIterable<StoredEvent[]>, signal: AbortSignal) {
    this.iterator = open(AbortSignal.any([signal, this.closing.signal]))[Symbol.asyncIterator]();
    this.fetch();
  }

  /** Whether `next` would answer at once. */
  get isReady(): boolean {
    return this.settled;
  }

  /** The next batch; undefined when there are no more. */
  async next(): Promise<StoredEvent[] | undefined> {
    const result = await (this.pending ?? this.fetch());
    this.pending = undefined;
    if (result.done) return undefined;
    this.fetch();
    return result.value;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.allSettled([this.pending]);
    await this.iterator.return?.();
  }

  private fetch(): Promise<IteratorResult<StoredEvent[], unknown>> {
    this.settled = false;
    const fetched = this.iterator.next();
    const settle = (): void => void (this.settled = true);
    fetched.then(settle, settle);
    this.pending = fetched;
    return fetched;
  }
}
