import { type Reference, ReferenceTimeline } from '#kernel';
import type { EventCodec } from '../codec/event-codec.js';
import type { EventStore } from '../port/event-store.js';

/** Reads what is published in a reference's stream, each time only what is new. */
export class ReferenceReader<Published = unknown> {
  readonly timeline: ReferenceTimeline<Published>;
  private nextRevision = 0;

  constructor(
    reference: Reference<Published>,
    private readonly store: EventStore,
    private readonly codec: EventCodec,
  ) {
    this.timeline = new ReferenceTimeline(reference);
  }

  /** Takes in what was published until now. Readings of one reader must not overlap. */
  async read(): Promise<void> {
    const { stream } = this.timeline.reference;
    for await (const batch of this.store.readStream(stream, { from: this.nextRevision })) {
      for (const stored of batch) {
        const { id, type, data, position, metadata } = this.codec.decode(stored);
        this.timeline.take({ id, type, data, position, occurredAt: metadata.occurredAt });
        this.nextRevision = stored.revision + 1;
      }
    }
  }
}
