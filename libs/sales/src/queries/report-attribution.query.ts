import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadModels } from '#projections/read-models';
import { type FunnelRow, funnelTable } from '../projections/funnel.js';
import { firstPurchaseMs } from '../projections/funnel-touches.js';
import { journeyOf } from '../rules/customer-journey.js';
import {
  type Attributable,
  attributed,
  type AttributedGroup,
  type AttributionKey,
  type AttributionTouch,
} from '../rules/funnel-attribution.js';
import { isWithin, type Span } from '../rules/funnel-unit.js';
import { PURCHASE_TYPES } from '../rules/touch.js';
import { type FunnelFilter, whereFunnel } from './funnel-filter.js';

export interface AttributionReport {
  touch: AttributionTouch;
  by: AttributionKey;
  from: string | null;
  to: string | null;
  /** Customers whose first purchase lies in the period. */
  customers: number;
  groups: AttributedGroup[];
}

/** What the first purchases of a period are put down to, as things stand. */
export class ReportAttribution extends Query<AttributionReport> {
  constructor(
    readonly touch: AttributionTouch,
    readonly by: AttributionKey,
    readonly purchased: Span,
    readonly filter: FunnelFilter,
  ) {
    super();
  }
}

const PAGE_SIZE = 5_000;

type RawRow = Pick<FunnelRow, 'customer_id' | 'first_of' | 'first_touch' | 'last_touch' | 'last_touch_lost'> & {
  first_position: string;
};

@QueryHandler(ReportAttribution)
export class ReportAttributionHandler implements IQueryHandler<ReportAttribution> {
  constructor(private readonly readModels: ReadModels) {}

  async execute(question: ReportAttribution): Promise<AttributionReport> {
    const { touch, by, purchased } = question;
    const touches: (Attributable | null)[] = [];
    let after = 0;
    for (
      let rows = await this.rowsAfter(question, after);
      rows.length > 0;
      rows = await this.rowsAfter(question, after)
    ) {
      for (const row of rows) {
        const ms = firstPurchaseMs(row.first_of);
        if (ms !== undefined && isWithin(purchased, ms)) touches.push(await this.touchOf(row, touch, ms));
      }
      after = Number(rows.at(-1)!.first_position);
    }
    return {
      touch,
      by,
      from: purchased.from ?? null,
      to: purchased.to ?? null,
      customers: touches.length,
      groups: attributed(touches, by),
    };
  }

  private rowsAfter({ filter }: ReportAttribution, after: number): Promise<RawRow[]> {
    const columns = ['customer_id', 'first_position', 'first_of', 'first_touch', 'last_touch', 'last_touch_lost'];
    const query = this.readModels.repository<FunnelRow>(funnelTable).createQueryBuilder('funnel').select([]);
    for (const column of columns) query.addSelect(`funnel.${column}`, column);
    query
      .where('jsonb_exists_any(funnel.first_of, :purchases)', { purchases: PURCHASE_TYPES })
      .andWhere('funnel.first_position > :after', { after })
      .orderBy('funnel.first_position')
      .limit(PAGE_SIZE);
    return whereFunnel(query, filter).getRawMany<RawRow>();
  }

  /** What the row does not know any more, because the purchase came late, the events tell. */
  private async touchOf(row: RawRow, which: AttributionTouch, purchasedMs: number): Promise<Attributable | null> {
    if (which === 'first')
      return row.first_touch && Date.parse(row.first_touch.at) <= purchasedMs ? row.first_touch : null;
    if (!row.last_touch_lost) return row.last_touch;
    return journeyOf(await this.readModels.customerEvents(row.customer_id)).lastTouch;
  }
}
