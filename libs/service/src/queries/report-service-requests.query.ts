import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { twoDecimals } from '#kernel';
import { ReadModels } from '#projections/read-models';
import { type ServiceRequestRow, serviceRequestTable } from '../projections/service-request-table.js';
import {
  OVERDUE,
  REQUEST_DIMENSIONS,
  type RequestDimension,
  type RequestFilter,
  whereRequests,
} from './request-filter.js';

/** How long something took, in seconds with two decimals, over the requests in which it happened; null of none. */
export interface Duration {
  n: number;
  mean: number | null;
  median: number | null;
}

export interface RequestFigures {
  n: number;
  /** By what they are now; n = open + resolved + closed. */
  open: number;
  resolved: number;
  closed: number;
  /** Nobody reacted so far. */
  withoutReaction: number;
  /** Reopened at least once. */
  reopened: number;
  /** Open and past what was promised. */
  overdue: { reaction: number; resolution: number };
  secondsToReaction: Duration;
  secondsToResolution: Duration;
}

export type RequestGroup = RequestFigures & { value: string | null };

export interface RequestReport {
  by: RequestDimension | null;
  /** The instant at which it is judged what is overdue. */
  at: string;
  /** Bounds of the opening; null: without bound. */
  from: string | null;
  to: string | null;
  total: RequestFigures;
  groups: RequestGroup[];
}

/** How service requests fare: how many, how fast, how late, in all and by one dimension. */
export class ReportServiceRequests extends Query<RequestReport> {
  constructor(
    readonly filter: RequestFilter,
    /** RFC 3339 in UTC: decides what is overdue. */
    readonly at: string,
    readonly by?: RequestDimension,
  ) {
    super();
  }
}

interface Counted {
  value: string | null;
  everything: boolean;
  n: number;
  open: number;
  resolved: number;
  closed: number;
  unanswered: number;
  reopened: number;
  lateReaction: number;
  lateResolution: number;
  reactionN: number;
  reactionMean: number | null;
  reactionMedian: number | null;
  resolutionN: number;
  resolutionMean: number | null;
  resolutionMedian: number | null;
}

const COUNTS = {
  open: `request.state = 'open'`,
  resolved: `request.state = 'resolved'`,
  closed: `request.state = 'closed'`,
  unanswered: 'request.first_reaction_at is null',
  reopened: 'request.reopenings > 0',
  lateReaction: OVERDUE.reaction,
  lateResolution: OVERDUE.resolution,
};
const DURATIONS = { reaction: 'request.first_reaction_at', resolution: 'request.resolved_at' };

@QueryHandler(ReportServiceRequests)
export class ReportServiceRequestsHandler implements IQueryHandler<ReportServiceRequests> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, at, by }: ReportServiceRequests): Promise<RequestReport> {
    const counted = await this.counted(filter, at, by ? REQUEST_DIMENSIONS[by] : 'null::text');
    return {
      by: by ?? null,
      at,
      from: filter.from ?? null,
      to: filter.to ?? null,
      total: figuresOf(counted.find(({ everything }) => everything)!),
      groups: counted
        .filter(({ everything }) => by !== undefined && !everything)
        .map((each) => ({ value: each.value, ...figuresOf(each) }))
        .sort((a, b) => b.n - a.n || ((a.value ?? '') < (b.value ?? '') ? -1 : 1)),
    };
  }

  private counted(filter: RequestFilter, at: string, dimension: string): Promise<Counted[]> {
    const query = this.readModels
      .repository<ServiceRequestRow>(serviceRequestTable)
      .createQueryBuilder('request')
      .select(dimension, 'value')
      .addSelect(`grouping(${dimension}) = 1`, 'everything')
      .addSelect('count(*)::integer', 'n');
    for (const [name, condition] of Object.entries(COUNTS)) {
      query.addSelect(`(count(*) filter (where ${condition}))::integer`, name);
    }
    for (const [name, end] of Object.entries(DURATIONS)) {
      const seconds = `extract(epoch from ${end} - request.opened_at)::double precision`;
      query
        .addSelect(`count(${end})::integer`, `${name}N`)
        .addSelect(`avg(${seconds})`, `${name}Mean`)
        .addSelect(`percentile_cont(0.5) within group (order by ${seconds})`, `${name}Median`);
    }
    return whereRequests(query, filter, at).groupBy(`grouping sets ((${dimension}), ())`).getRawMany<Counted>();
  }
}

function figuresOf(each: Counted): RequestFigures {
  const { n, open, resolved, closed, unanswered, reopened, lateReaction, lateResolution } = each;
  return {
    n,
    open,
    resolved,
    closed,
    withoutReaction: unanswered,
    reopened,
    overdue: { reaction: lateReaction, resolution: lateResolution },
    secondsToReaction: durationOf(each.reactionN, each.reactionMean, each.reactionMedian),
    secondsToResolution: durationOf(each.resolutionN, each.resolutionMean, each.resolutionMedian),
  };
}

function durationOf(n: number, mean: number | null, median: number | null): Duration {
  return {
    n,
    mean: mean === null ? null : twoDecimals(mean),
    median: median === null ? null : twoDecimals(median),
  };
}
