import { type EventCodec, type EventStore, ReferenceReader } from '#event-store';
import type { AnyReference, Reference, ReferenceTimeline } from '#kernel';

/** What is published, for questions. */
export class PublishedReferences {
  private readonly readers = new Map<AnyReference, { reader: ReferenceReader; last: Promise<void> }>();

  constructor(
    private readonly store: EventStore,
    private readonly codec: EventCodec,
  ) {}

  /** All that was published until now. */
  async timelineOf<Published>(reference: Reference<Published>): Promise<ReferenceTimeline<Published>> {
    const entry = this.entryOf(reference);
    const reading = entry.last.then(
      () => entry.reader.read(),
      () => entry.reader.read(),
    );
    entry.last = reading;
    await reading;
    return entry.reader.timeline as ReferenceTimeline<Published>;
  }

  private entryOf(reference: Reference<unknown>): { reader: ReferenceReader; last: Promise<void> } {
    const known = this.readers.get(reference);
    if (known) return known;
    const entry = { reader: new ReferenceReader(reference, this.store, this.codec), last: Promise.resolve() };
    this.readers.set(reference, entry);
    return entry;
  }
}
