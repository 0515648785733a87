import { bytesOf, type PendingAppend } from '../../append/pending-append.js';
import type { Append, Appended } from '../../port/event-store.js';
import { StreamWriter, type WriterParts } from './stream-writer.js';

/** Streams that are written to at the same time. */
const STREAMS_AT_ONCE = 64;

/** Appends that one writer brings to their end; what comes later is the next one's. */
const APPENDS_AT_ONCE = 500;

/** Appends of one stream take turns; a bounded number of streams is written to at the same time. */
export class StreamTurns {
  /** What waits, by stream, while another writer has its turn; the streams in the order in which they come. */
  private readonly queues = new Map<string, PendingAppend[]>();
  private readonly writing = new Set<string>();
  private whenIdle: (() => void)[] = [];

  constructor(private readonly parts: WriterParts) {}

  append(append: Append): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.enqueue({
        append,
        bytes: bytesOf(append),
        settle: (outcome) => {
          if (outcome.status === 'fulfilled') resolve(outcome.value);
          else reject(outcome.reason as Error);
        },
      });
    });
  }

  /** Until nothing waits any more. */
  drained(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => this.whenIdle.push(resolve));
  }

  private get isIdle(): boolean {
    return this.queues.size === 0 && this.writing.size === 0;
  }

  private enqueue(pending: PendingAppend): void {
    const { stream } = pending.append;
    const queue = this.queues.get(stream);
    if (queue) queue.push(pending);
    else this.queues.set(stream, [pending]);
    // All who come in one go are on board before the writer begins.
    queueMicrotask(() => this.begin());
  }

  private begin(): void {
    for (const [stream, queue] of this.queues) {
      if (this.writing.size >= STREAMS_AT_ONCE) return;
      if (this.writing.has(stream)) continue;
      this.queues.delete(stream);
      if (queue.length > APPENDS_AT_ONCE) this.queues.set(stream, queue.slice(APPENDS_AT_ONCE));
      this.writing.add(stream);
      void this.write(stream, queue.slice(0, APPENDS_AT_ONCE));
    }
  }

  private async write(stream: string, pending: PendingAppend[]): Promise<void> {
    await new StreamWriter(this.parts, stream, pending).settleAll();
    this.writing.delete(stream);
    this.begin();
    if (this.isIdle) for (const resolve of this.whenIdle.splice(0)) resolve();
  }
}
