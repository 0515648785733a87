import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { cutPage, type Page, ReadModels } from '#projections/read-models';
import { type FeedbackRow, feedbackTable } from '../projections/feedback.js';
import { type FeedbackFilter, whereFeedback } from './feedback-filter.js';

export interface ListedFeedback {
  customerId: string;
  eventId: string;
  /** The name by which actions mean it. */
  feedbackId: string;
  kind: string | null;
  category: string | null;
  severity: string | null;
  store: string | null;
  channel: string | null;
  product: string | null;
  employee: string | null;
  requestId: string | null;
  source: string;
  receivedAt: string | null;
  /** The earliest action. */
  actedAt: string | null;
  actions: number;
  lastAction: string | null;
  changeRef: string | null;
}

export interface FeedbackPage {
  feedback: ListedFeedback[];
  /** Where to go on, or null at the end. */
  after: number | null;
}

/** Feedback in the order of recording: what stands behind a number of the board. */
export class ListFeedback extends Query<FeedbackPage> {
  constructor(
    readonly filter: FeedbackFilter,
    readonly page: Page,
  ) {
    super();
  }
}

@QueryHandler(ListFeedback)
export class ListFeedbackHandler implements IQueryHandler<ListFeedback> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, page }: ListFeedback): Promise<FeedbackPage> {
    const query = this.readModels.repository<FeedbackRow>(feedbackTable).createQueryBuilder('feedback');
    const found = await whereFeedback(query, filter)
      .andWhere('feedback.first_position > :after', { after: page.after ?? 0 })
      .orderBy('feedback.first_position')
      .limit(page.limit + 1)
      .getMany();
    const { rows, after } = cutPage(found, page);
    return { feedback: rows.map(listedFeedbackOf), after };
  }
}

function listedFeedbackOf(row: FeedbackRow): ListedFeedback {
  return {
    customerId: row.customer_id,
    eventId: row.event_id,
    feedbackId: row.feedback_ref,
    kind: row.kind,
    category: row.category,
    severity: row.severity,
    store: row.store,
    channel: row.channel,
    product: row.product,
    employee: row.employee,
    requestId: row.request_id,
    source: row.source,
    receivedAt: row.received_at,
    actedAt: row.acted_at,
    actions: row.actions,
    lastAction: row.last_action,
    changeRef: row.change_ref,
  };
}
