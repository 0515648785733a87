import { type EventCodec, type EventStore, ReferenceReader } from '#event-store';
import type { AnyReference } from '#kernel';

/** For facts that nothing follows from by the rules as last read, this is how old that reading may be. */
const MAX_AGE_MS = 1_000;

/** The published rules that deciders and policies go by, kept as fresh as a decision needs them. */
export class PublishedRules {
  private readonly readers: readonly ReferenceReader[];
  private readAt = -Infinity;
  /** When something was published by this very process. */
  private publishedAt = -Infinity;
  /** The reading that is under way; never rejects. */
  private underWay: Promise<void> = Promise.resolve();
  /** The reading that begins when the one under way has ended: whoever asks now shares it. */
  private next: Promise<void> | undefined;

  constructor(references: Iterable<AnyReference>, store: EventStore, codec: EventCodec) {
    this.readers = [...references].map((reference) => new ReferenceReader(reference, store, codec));
  }

  /** What is published, as last read; undefined when nothing is asked for. */
  of(reference: AnyReference | undefined): unknown {
    if (!reference) return undefined;
    return this.readers.find(({ timeline }) => timeline.reference === reference)!.timeline.current;
  }

  /** Reads what was published until now: all that was acknowledged before this call counts afterwards. */
  async refresh(): Promise<void> {
    if (this.readers.length === 0) return;
    this.next ??= this.underWay.then(() => {
      this.next = undefined;
      const reading = this.read();
      this.underWay = reading.catch(() => undefined);
      return reading;
    });
    await this.next;
  }

  /** Reads anew only what is older than a second, or than what was published here. */
  async refreshIfOld(): Promise<void> {
    if (this.readAt <= this.publishedAt || performance.now() - this.readAt > MAX_AGE_MS) await this.refresh();
  }

  /** Whether rules are published in this stream. */
  areIn(stream: string): boolean {
    return this.readers.some(({ timeline }) => timeline.reference.stream === stream);
  }

  /** Something was recorded in one of their streams: the last reading will not do for what comes now. */
  expire(): void {
    this.publishedAt = performance.now();
  }

  private async read(): Promise<void> {
    const startedAt = performance.now();
    await Promise.all(this.readers.map((reader) => reader.read()));
    this.readAt = startedAt;
  }
}
