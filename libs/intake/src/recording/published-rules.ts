import type { EventCodec, EventStore } from '#event-store';
import { type AnyReference, ReferenceTimeline } from '#kernel';

/** For facts that nothing follows from by the rules as last read, this is how old that reading may be. */
const MAX_AGE_MS = 1_000;

/** The published rules that deciders and policies go by, kept as fresh as a decision needs them. */
export class PublishedRules {
  private readonly timelines: readonly { timeline: ReferenceTimeline; nextRevision: number }[];
  private readAt = -Infinity;
  /** The reading that is under way; never rejects. */
  private underWay: Promise<void> = Promise.resolve();
  /** The reading that begins when the one under way has ended: whoever asks now shares it. */
  private next: Promise<void> | undefined;

  constructor(
    references: Iterable<AnyReference>,
    private readonly store: EventStore,
    private readonly codec: EventCodec,
  ) {
    this.timelines = [...references].map((reference) => ({
      timeline: new ReferenceTimeline(reference),
      nextRevision: 0,
    }));
  }

  /** What is published, as last read; undefined when nothing is asked for. */
  of(reference: AnyReference | undefined): unknown {
    if (!reference) return undefined;
    return this.timelines.find(({ timeline }) => timeline.reference === reference)!.timeline.current;
  }

  /** Reads what was published until now: all that was acknowledged before this call counts afterwards. */
  async refresh(): Promise<void> {
    if (this.timelines.length === 0) return;
    this.next ??= this.underWay.then(() => {
      this.next = undefined;
      const reading = this.read();
      this.underWay = reading.catch(() => undefined);
      return reading;
    });
    await this.next;
  }

  /** Reads anew only what is older than a second. */
  async refreshIfOld(): Promise<void> {
    if (performance.now() - this.readAt > MAX_AGE_MS) await this.refresh();
  }

  private async read(): Promise<void> {
    const startedAt = performance.now();
    await Promise.all(
      this.timelines.map(async (entry) => {
        const { timeline } = entry;
        const { stream } = timeline.reference;
        for await (const batch of this.store.readStream(stream, { from: entry.nextRevision })) {
          for (const stored of batch) {
            const { id, type, data, position, metadata } = this.codec.decode(stored);
            timeline.take({ id, type, data, position, occurredAt: metadata.occurredAt });
            entry.nextRevision = stored.revision + 1;
          }
        }
      }),
    );
    this.readAt = startedAt;
  }
}
