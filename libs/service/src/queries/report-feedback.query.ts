import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { percentOf, twoDecimals } from '#kernel';
import { ReadModels } from '#projections/read-models';
import { FEEDBACK_KINDS, type FeedbackKind } from '../events/index.js';
import { type FeedbackRow, feedbackTable } from '../projections/feedback.js';
import { FEEDBACK_DIMENSIONS, type FeedbackDimension, type FeedbackFilter, whereFeedback } from './feedback-filter.js';

/** The feedback that has these values; null: of which it is not known. */
export interface FeedbackCell {
  values: Partial<Record<FeedbackDimension, string | null>>;
  count: number;
  kinds: Record<FeedbackKind, number>;
  /** Nothing was done about it so far. */
  unanswered: number;
  /** unanswered / count in per cent, two decimals. */
  unansweredShare: number | null;
  /** From receipt to the first action, over those with one; null of none. */
  medianSecondsToAction: number | null;
}

export interface FeedbackReport {
  by: FeedbackDimension[];
  /** RFC 3339 in UTC; null: without bound. */
  from: string | null;
  to: string | null;
  /** Feedback in all. */
  n: number;
  /** The most frequent first. */
  cells: FeedbackCell[];
}

/** The board of feedback: counted by several dimensions at once. */
export class ReportFeedback extends Query<FeedbackReport> {
  constructor(
    readonly filter: FeedbackFilter,
    readonly by: readonly FeedbackDimension[],
  ) {
    super();
  }
}

type Counted = Record<FeedbackKind, number> &
  Partial<Record<`by_${FeedbackDimension}`, string | null>> & {
    count: number;
    unanswered: number;
    seconds: number | null;
  };

@QueryHandler(ReportFeedback)
export class ReportFeedbackHandler implements IQueryHandler<ReportFeedback> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, by }: ReportFeedback): Promise<FeedbackReport> {
    const query = this.readModels
      .repository<FeedbackRow>(feedbackTable)
      .createQueryBuilder('feedback')
      .select('count(*)::integer', 'count')
      .addSelect('(count(*) filter (where feedback.acted_at is null))::integer', 'unanswered')
      .addSelect(
        'percentile_cont(0.5) within group ' +
          '(order by extract(epoch from feedback.acted_at - feedback.received_at)::double precision)',
        'seconds',
      );
    for (const kind of FEEDBACK_KINDS) {
      query.addSelect(`(count(*) filter (where feedback.kind = '${kind}'))::integer`, kind);
    }
    for (const dimension of by) query.addSelect(FEEDBACK_DIMENSIONS[dimension], `by_${dimension}`);
    whereFeedback(query, filter);
    for (const dimension of by) query.addGroupBy(FEEDBACK_DIMENSIONS[dimension]);
    query.orderBy('count(*)', 'DESC');
    for (const dimension of by) query.addOrderBy(FEEDBACK_DIMENSIONS[dimension]);
    const counted = await query.getRawMany<Counted>();
    return {
      by: [...by],
      from: filter.from ?? null,
      to: filter.to ?? null,
      n: counted.reduce((sum, { count }) => sum + count, 0),
      cells: counted.map((each) => cellOf(each, by)),
    };
  }
}

function cellOf(each: Counted, by: readonly FeedbackDimension[]): FeedbackCell {
  const { count, unanswered, seconds, compliment, complaint, suggestion, question } = each;
  return {
    values: Object.fromEntries(by.map((dimension) => [dimension, each[`by_${dimension}`] ?? null])),
    count,
    kinds: { compliment, complaint, suggestion, question },
    unanswered,
    unansweredShare: percentOf(unanswered, count),
    medianSecondsToAction: seconds === null ? null : twoDecimals(seconds),
  };
}
