import type { EventMetadata, RecordedEvent } from '#kernel';
import type { CommentAdded } from '../events/index.js';

/** An event as history shows it: what, when on both axes, who, from which system, and what belongs beside it. */
export interface HistoryEvent extends Omit<EventMetadata, 'requestDigest'> {
  eventId: string;
  type: string;
  revision: number;
  position: string;
  data: object;
  /** Comments on it, oldest first; left out when there are none. */
  comments?: HistoryComment[];
  /** The earlier events that it refers to, the nearest first; left out when it refers to none. */
  refersTo?: ReferredEvent[];
}

export interface HistoryComment extends Pick<EventMetadata, 'occurredAt' | 'recordedAt' | 'actor'> {
  eventId: string;
  text: string;
}

export interface ReferredEvent {
  eventId: string;
  type: string;
  revision: number;
  occurredAt: string;
}

export function historyEventOf(
  { id, type, revision, position, data, metadata }: RecordedEvent,
  comments: readonly HistoryComment[],
  refersTo: readonly ReferredEvent[],
): HistoryEvent {
  const { requestDigest: _, ...shown } = metadata;
  return {
    eventId: id,
    type,
    revision,
    position: String(position),
    ...shown,
    data,
    ...(comments.length > 0 ? { comments: [...comments] } : {}),
    ...(refersTo.length > 0 ? { refersTo: [...refersTo] } : {}),
  };
}

export function historyCommentOf({ id, data, metadata }: RecordedEvent): HistoryComment {
  const { occurredAt, recordedAt, actor } = metadata;
  const { text } = data as CommentAdded;
  return { eventId: id, text, occurredAt, recordedAt, ...(actor ? { actor } : {}) };
}
