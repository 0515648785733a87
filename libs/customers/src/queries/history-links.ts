import type { RecordedEvent } from '#kernel';
import type { CommentAdded, NoteAdded } from '../events/index.js';
import { type HistoryComment, historyCommentOf, type ReferredEvent } from './history-event.js';

/** Nobody reads on further than that; what lies beyond is found from the last one shown. */
const MAX_CHAIN = 50;

/** What connects the events of one customer: which comment on which, which refer to which. Given them in any order. */
export class HistoryLinks {
  /** Without their bodies: a long history must not be held as a whole. */
  private readonly events = new Map<string, ReferredEvent & { referred: string | undefined }>();
  private readonly comments = new Map<string, RecordedEvent[]>();

  take(event: RecordedEvent): void {
    const { id: eventId, type, revision, metadata } = event;
    this.events.set(eventId, { eventId, type, revision, occurredAt: metadata.occurredAt, referred: referredBy(event) });
    if (type !== 'CommentAdded') return;
    const { onEvent } = event.data as CommentAdded;
    const others = this.comments.get(onEvent);
    if (others) others.push(event);
    else this.comments.set(onEvent, [event]);
  }

  /** Comments on an event, in the order of recording. */
  commentsOn(eventId: string): HistoryComment[] {
    return [...(this.comments.get(eventId) ?? [])].sort((a, b) => a.revision - b.revision).map(historyCommentOf);
  }

  /** What the event refers to, what that refers to, and so on, as far as the customer's own history has it. */
  chainFrom(event: RecordedEvent): ReferredEvent[] {
    const chain: ReferredEvent[] = [];
    const seen = new Set([event.id]);
    let next = referredBy(event);
    while (next !== undefined && !seen.has(next) && chain.length < MAX_CHAIN) {
      seen.add(next);
      const found = this.events.get(next);
      if (!found) break;
      const { referred, ...shown } = found;
      chain.push(shown);
      next = referred;
    }
    return chain;
  }
}

/** The event that this one says it refers to: every fact that can say so calls the field alike. */
function referredBy({ data }: RecordedEvent): string | undefined {
  return (data as NoteAdded).refersTo;
}
