import type { StoredEvent } from '#event-store';

/** Reads a source of batches one ahead: while one batch is being written, the next is fetched and prepared. */
export class BatchReader<Prepared> {
  private readonly closing = new AbortController();
  private readonly iterator: AsyncIterator<StoredEvent[]>;
  private pending: Promise<Prepared | undefined> | undefined;
  private settled = false;

  constructor(
    open: (signal: AbortSignal) => AsyncIterable<StoredEvent[]>,
    private readonly prepare: (batch: StoredEvent[]) => Prepared,
    signal: AbortSignal,
  ) {
    this.iterator = open(AbortSignal.any([signal, this.closing.signal]))[Symbol.asyncIterator]();
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
    const result = await this.iterator.next();
    return result.done ? undefined : this.prepare(result.value);
  }
}
