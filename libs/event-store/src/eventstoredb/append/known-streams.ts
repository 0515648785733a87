/** What is known of a stream: where it ends, and which events are in it. */
export interface KnownStream {
  /** Revision of its last event, -1 for none. */
  revision: number;
  /** Event id to revision. */
  ids: Map<string, number>;
}

/** All event ids that are remembered, about 100 bytes each. */
const MAX_IDS = 200_000;
/** Ids that are remembered with nothing but their stream. */
const MAX_RECENT = 50_000;

/**
 * The streams that were appended to last. The server keeps no index of event ids, so whoever wants to know whether a
 * stream has one must have read it. Streams that were not used for the longest time are forgotten, and read again.
 */
export class KnownStreams {
  /** In the order of their last use. */
  private readonly streams = new Map<string, { known: KnownStream; counted: number }>();
  /** In which stream an id was last seen, in the order of being seen. */
  private readonly recent = new Map<string, string>();
  private idCount = 0;

  constructor(
    private readonly maxIds = MAX_IDS,
    private readonly maxRecent = MAX_RECENT,
  ) {}

  get(stream: string): KnownStream | undefined {
    return this.streams.get(stream)?.known;
  }

  /** Remembers it as the one used last. */
  keep(stream: string, known: KnownStream): void {
    this.forget(stream);
    this.streams.set(stream, { known, counted: known.ids.size });
    this.idCount += known.ids.size;
    for (const oldest of this.streams.keys()) {
      if (this.idCount <= this.maxIds || oldest === stream) break;
      this.forget(oldest);
    }
  }

  forget(stream: string): void {
    const entry = this.streams.get(stream);
    if (!entry) return;
    this.streams.delete(stream);
    this.idCount -= entry.counted;
  }

  saw(id: string, stream: string): void {
    this.recent.delete(id);
    this.recent.set(id, stream);
    if (this.recent.size > this.maxRecent) this.recent.delete(this.recent.keys().next().value!);
  }

  /** Whether the id was seen lately in another stream. */
  isElsewhere(id: string, stream: string): boolean {
    const seenIn = this.recent.get(id);
    return seenIn !== undefined && seenIn !== stream;
  }
}
