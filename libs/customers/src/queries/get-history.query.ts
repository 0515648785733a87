import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventCodec, EventStore } from '#event-store';
import { type EventMetadata, type RecordedEvent, NotFound, customerStream } from '#kernel';
import { type Moment, countsAt } from '#projections';

/** Which of a customer's events are wanted; all that is given must hold. Times are RFC 3339 in UTC. */
export interface HistoryFilter extends Moment {
  types?: readonly string[];
  /** Not before. */
  from?: string;
  /** Before. */
  until?: string;
  source?: string;
  /** Id of who did it. */
  actor?: string;
}

export interface HistoryPage {
  events: HistoryEvent[];
  /** Revision to go on from, or null at the end. */
  nextRevision: number | null;
}

/** An event as history shows it: what, when on both axes, who, from which system. */
export interface HistoryEvent extends Omit<EventMetadata, 'requestDigest'> {
  eventId: string;
  type: string;
  revision: number;
  position: string;
  data: object;
}

/** A page of the customer's own stream, in the order of recording. */
export class GetHistory extends Query<HistoryPage> {
  constructor(
    readonly customerId: string,
    readonly filter: HistoryFilter,
    readonly page: { direction: 'forwards' | 'backwards'; limit: number; fromRevision?: number },
  ) {
    super();
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(
    private readonly store: EventStore,
    private readonly codec: EventCodec,
  ) {}

  /** Throws NotFound for a customer without a stream. */
  async execute({ customerId, filter, page }: GetHistory): Promise<HistoryPage> {
    const { direction, limit, fromRevision } = page;
    const events: HistoryEvent[] = [];
    const pages = this.store.readStream(customerStream(customerId), {
      direction,
      batchSize: limit + 1,
      ...(fromRevision === undefined ? {} : { from: fromRevision }),
    });
    let exists = (fromRevision ?? 0) > 0;
    for await (const batch of pages) {
      exists = true;
      for (const stored of batch) {
        const event = this.codec.decode(stored);
        if (!passes(event, filter)) continue;
        if (events.length === limit) return { events, nextRevision: event.revision };
        events.push(historyEventOf(event));
      }
    }
    if (!exists) throw new NotFound('customer', customerId);
    return { events, nextRevision: null };
  }
}

function passes(event: RecordedEvent, filter: HistoryFilter): boolean {
  const { types, from, until, source, actor } = filter;
  const { metadata } = event;
  return (
    countsAt(event, filter) &&
    (!types || types.includes(event.type)) &&
    (!from || metadata.occurredAt >= from) &&
    (!until || metadata.occurredAt < until) &&
    (!source || metadata.source === source) &&
    (!actor || metadata.actor?.id === actor)
  );
}

function historyEventOf({ id, type, revision, position, data, metadata }: RecordedEvent): HistoryEvent {
  const { requestDigest: _, ...shown } = metadata;
  return { eventId: id, type, revision, position: String(position), ...shown, data };
}
