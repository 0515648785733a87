import type { RecordedEvent } from '#kernel';

/** The event that a value comes from. */
export interface Provenance {
  eventId: string;
  /** Place in the log, as text. */
  position: string;
  occurredAt: string;
  recordedAt: string;
}

export function provenanceOf({ id, position, metadata }: RecordedEvent): Provenance {
  return {
    eventId: id,
    position: String(position),
    occurredAt: metadata.occurredAt,
    recordedAt: metadata.recordedAt,
  };
}

/**
 * Whether what the event says is to replace what `known` set: it happened later, or at the same time and was recorded
 * later. A late report of something older does not.
 */
export function supersedes(event: RecordedEvent, known: Provenance | undefined): boolean {
  if (!known || event.metadata.occurredAt > known.occurredAt) return true;
  return event.metadata.occurredAt === known.occurredAt && event.position > BigInt(known.position);
}

/** Whether `one` happened after `other`, or at the same time and was recorded after it. */
export function isLater(one: Moment, other: Moment): boolean {
  if (one.occurredAt !== other.occurredAt) return one.occurredAt > other.occurredAt;
  return BigInt(one.position) > BigInt(other.position);
}

type Moment = Pick<Provenance, 'occurredAt' | 'position'>;
