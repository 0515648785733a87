import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventCodec, EventStore } from '#event-store';
import { NotFound, type RecordedEvent, customerStream } from '#kernel';
import { type Moment, countsAt } from '#projections/read-models';
import { type HistoryEvent, historyEventOf } from './history-event.js';
import { HistoryLinks } from './history-links.js';

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
    const found = await this.find(customerId, filter, page);
    const links = found.complete ? found.links : await this.linksOf(customerId, filter);
    const events = found.events.map((event) =>
      historyEventOf(event, links.commentsOn(event.id), links.chainFrom(event)),
    );
    return { events, nextRevision: found.nextRevision };
  }

  private async find(customerId: string, filter: HistoryFilter, page: GetHistory['page']): Promise<Found> {
    const { direction, limit, fromRevision } = page;
    const events: RecordedEvent[] = [];
    const links = new HistoryLinks();
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
        if (countsAt(event, filter)) links.take(event);
        if (!passes(event, filter)) continue;
        if (events.length === limit) return { events, links, nextRevision: event.revision, complete: false };
        events.push(event);
      }
    }
    if (!exists) throw new NotFound('customer', customerId);
    const complete = fromRevision === undefined || (direction === 'forwards' && fromRevision === 0);
    return { events, links, nextRevision: null, complete };
  }

  /** Read from the log itself, as the events are, so that a comment is there as soon as it is recorded. */
  private async linksOf(customerId: string, moment: Moment): Promise<HistoryLinks> {
    const links = new HistoryLinks();
    for await (const batch of this.store.readStream(customerStream(customerId), { batchSize: LINKS_BATCH })) {
      for (const stored of batch) {
        const event = this.codec.decode(stored);
        if (countsAt(event, moment)) links.take(event);
      }
    }
    return links;
  }
}

const LINKS_BATCH = 1_000;

interface Found {
  events: RecordedEvent[];
  /** Of the events that were read on the way. */
  links: HistoryLinks;
  nextRevision: number | null;
  /** The whole stream was read on the way. */
  complete: boolean;
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
