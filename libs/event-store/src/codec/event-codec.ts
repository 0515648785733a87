import { isDeepStrictEqual } from 'node:util';
import type { EventMetadata, FactCatalogue, RecordedEvent } from '#kernel';
import type { NewEvent, StoredEvent } from '../port/stored-event.js';

/** A fact on its way into the log; the time of recording is stamped when it is encoded. */
export interface EventToStore {
  id: string;
  type: string;
  data: object;
  metadata: Omit<EventMetadata, 'recordedAt'>;
}

/** The one place where stored bytes are made and read, so that encryption has one place to come in. */
export class EventCodec {
  constructor(private readonly catalogue: FactCatalogue) {}

  encode(event: EventToStore, recordedAt: Date): NewEvent {
    const metadata: EventMetadata = { ...event.metadata, recordedAt: recordedAt.toISOString() };
    return {
      id: event.id,
      type: event.type,
      data: Buffer.from(JSON.stringify(event.data), 'utf8'),
      metadata: Buffer.from(JSON.stringify(metadata), 'utf8'),
    };
  }

  /** The event in its current version; old bodies go through their upcasters. */
  decode(stored: StoredEvent): RecordedEvent {
    const metadata = JSON.parse(stored.metadata.toString('utf8')) as EventMetadata;
    const body = JSON.parse(stored.data.toString('utf8')) as Record<string, unknown>;
    return {
      id: stored.id,
      type: stored.type,
      stream: stored.stream,
      revision: stored.revision,
      position: stored.position,
      data: this.catalogue.upcast(stored.type, metadata.schemaVersion, body),
      metadata,
    };
  }

  /**
   * Whether an offered event says what the stored one of the same id says: by the digest of the requests where both
   * have one, else by time of occurrence and body in the current version. The time of recording and the way it came do
   * not count.
   */
  saysTheSame = (stored: StoredEvent, offered: NewEvent): boolean => {
    if (stored.type !== offered.type) return false;
    const before = JSON.parse(stored.metadata.toString('utf8')) as EventMetadata;
    const now = JSON.parse(offered.metadata.toString('utf8')) as EventMetadata;
    if (before.requestDigest && now.requestDigest) return before.requestDigest === now.requestDigest;
    if (before.occurredAt !== now.occurredAt) return false;
    if (before.schemaVersion === now.schemaVersion && stored.data.equals(offered.data)) return true;
    return isDeepStrictEqual(this.body(stored, before), this.body(offered, now));
  };

  private body(event: NewEvent, { schemaVersion }: EventMetadata): unknown {
    const body = JSON.parse(event.data.toString('utf8')) as Record<string, unknown>;
    return this.catalogue.upcast(event.type, schemaVersion, body);
  }
}
