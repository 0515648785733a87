import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadModels } from '#projections/read-models';
import { type PurchaseRow, purchaseTable } from '../projections/purchases.js';
import { repeatFrequencyBins, repeatPurchases } from '../rules/repeat-purchases.js';

export interface RepeatPurchaseReport {
  /** Last day that counts, YYYY-MM-DD. */
  until: string;
  source: string | null;
  customers: number;
  /** Customers with at least one repeat purchase. */
  repeaters: number;
  /** Days of purchase after each customer's first, in all. */
  repeatPurchases: number;
  /** Customers with 0, 1, … 6 and 7 or more repeat purchases. */
  bins: number[];
}

/** How often customers came back: days of purchase after the first, up to a day, of one source or all. */
export class GetRepeatPurchases extends Query<RepeatPurchaseReport> {
  constructor(
    readonly until: string,
    readonly source: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetRepeatPurchases)
export class GetRepeatPurchasesHandler implements IQueryHandler<GetRepeatPurchases> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ until, source }: GetRepeatPurchases): Promise<RepeatPurchaseReport> {
    const query = this.readModels
      .repository<PurchaseRow>(purchaseTable)
      .createQueryBuilder('purchase')
      .select('purchase.customer_id', 'customerId')
      .addSelect(`to_char(purchase.day, 'YYYY-MM-DD')`, 'day')
      .distinct(true)
      .where('purchase.day <= :until', { until });
    if (source !== undefined) query.andWhere('purchase.source = :source', { source });
    const days = await query.getRawMany<{ customerId: string; day: string }>();
    const repeats = [...repeatPurchases(days, until).values()];
    return {
      until,
      source: source ?? null,
      customers: repeats.length,
      repeaters: repeats.filter((count) => count > 0).length,
      repeatPurchases: repeats.reduce((sum, count) => sum + count, 0),
      bins: repeatFrequencyBins(repeats),
    };
  }
}
