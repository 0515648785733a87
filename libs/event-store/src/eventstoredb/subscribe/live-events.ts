import type { ClientReadableStream } from '@grpc/grpc-js';
import type { StoredEvent } from '../../port/stored-event.js';
import { PAGE_BYTES } from '../../read/pages.js';
import type { LedgerStreams } from '../ledger-streams.js';
import type { ReadResp } from '../protocol/messages.js';
import { receivedFrom } from '../protocol/recorded-event.js';

/** The server's subscription under way: what has arrived is taken in batches, and no more than that is asked for. */
export class LiveEvents {
  private failure: Error | undefined;
  private ended = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly call: ClientReadableStream<ReadResp>,
    private readonly streams: LedgerStreams,
  ) {
    call.on('readable', () => this.wake());
    call.on('end', () => {
      this.ended = true;
      this.wake();
    });
    call.on('error', (error: Error) => {
      this.failure ??= error;
      this.wake();
    });
  }

  /**
   * The next events behind `after`, as many as have arrived; none when nothing came for so long, or when the signal is
   * aborted. Throws what ended the subscription.
   */
  async take(after: bigint, limit: number, silenceMs: number, signal: AbortSignal): Promise<StoredEvent[]> {
    const until = performance.now() + silenceMs;
    for (;;) {
      const batch = this.arrived(after, limit);
      if (batch.length > 0) return batch;
      if (this.failure) throw this.failure;
      const left = until - performance.now();
      if (left <= 0 || signal.aborted || this.ended) return [];
      await this.arrival(left, signal);
    }
  }

  get hasEnded(): boolean {
    return this.ended;
  }

  cancel(): void {
    this.call.cancel();
  }

  /** Checkpoints are not events: nothing is concluded from them. */
  private arrived(after: bigint, limit: number): StoredEvent[] {
    const batch: StoredEvent[] = [];
    let last = after;
    let bytes = 0;
    while (batch.length < limit && bytes < PAGE_BYTES) {
      const message = this.call.read() as ReadResp | null;
      if (!message) break;
      const received = receivedFrom(message, this.streams);
      if (!received || 'passed' in received || received.event.position <= last) continue;
      const { event } = received;
      last = event.position;
      batch.push(event);
      bytes += event.data.length + event.metadata.length;
    }
    return batch;
  }

  private arrival(withinMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(done, withinMs);
      signal.addEventListener('abort', done, { once: true });
      this.wake = done;
    });
  }
}
