import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Moment, ReadModels } from '#projections';
import { type LoyaltyLotRow, loyaltyLotTable } from '../projections/loyalty-lots.js';
import { type Account, accountAt } from '../rules/account-at.js';

/** A customer's points as they stand at an instant, by what counts at a moment. */
export class GetLoyalty extends Query<Account> {
  constructor(
    readonly customerId: string,
    readonly moment: Moment,
    /** RFC 3339 in UTC: decides what is pending and what has expired. */
    readonly instant: string,
  ) {
    super();
  }
}

@QueryHandler(GetLoyalty)
export class GetLoyaltyHandler implements IQueryHandler<GetLoyalty> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ customerId, moment, instant }: GetLoyalty): Promise<Account> {
    return accountAt(await this.readModels.customerRows<LoyaltyLotRow>(loyaltyLotTable, customerId, moment), instant);
  }
}
