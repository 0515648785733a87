import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadModels } from '#projections/read-models';
import { type RefusalRow, refusalTable } from '../projections/refusals.js';
import { pareto, type ParetoItem } from '../rules/pareto.js';
import { REFUSAL_DIMENSIONS, type RefusalDimension, type RefusalFilter, whereRefusals } from './refusal-filter.js';

export interface RefusalReport {
  by: RefusalDimension;
  /** RFC 3339 in UTC; null: without bound. */
  from: string | null;
  to: string | null;
  /** Refusals in all. */
  n: number;
  items: ParetoItem[];
}

/** Why customers said no, the most frequent first with cumulative shares: a Pareto table. */
export class ReportRefusals extends Query<RefusalReport> {
  constructor(
    readonly filter: RefusalFilter,
    readonly by: RefusalDimension,
  ) {
    super();
  }
}

@QueryHandler(ReportRefusals)
export class ReportRefusalsHandler implements IQueryHandler<ReportRefusals> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, by }: ReportRefusals): Promise<RefusalReport> {
    const query = this.readModels
      .repository<RefusalRow>(refusalTable)
      .createQueryBuilder('refusal')
      .select(REFUSAL_DIMENSIONS[by], 'value')
      .addSelect('count(*)::integer', 'count');
    const counts = await whereRefusals(query, filter)
      .groupBy('1')
      .getRawMany<{ value: string | null; count: number }>();
    return {
      by,
      from: filter.from ?? null,
      to: filter.to ?? null,
      n: counts.reduce((sum, { count }) => sum + count, 0),
      items: pareto(counts),
    };
  }
}
