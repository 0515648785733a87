import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Moment, ReadModels } from '#projections/read-models';
import { accountAt } from '../rules/account-at.js';
import { type ExpiryAt, expiriesOf } from '../rules/expiries.js';
import { readLoyaltyRows } from './loyalty-rows.js';

/** What of a customer's points expires when, if he uses none. */
export class GetLoyaltyExpiries extends Query<ExpiryAt[]> {
  constructor(
    readonly customerId: string,
    readonly moment: Moment,
    readonly instant: string,
    readonly program?: string,
  ) {
    super();
  }
}

@QueryHandler(GetLoyaltyExpiries)
export class GetLoyaltyExpiriesHandler implements IQueryHandler<GetLoyaltyExpiries> {
  constructor(private readonly readModels: ReadModels) {}

  /** Throws NotFound for a customer of whom the ledger knows nothing. */
  async execute({ customerId, moment, instant, program }: GetLoyaltyExpiries): Promise<ExpiryAt[]> {
    const wanted = { moment, program, everything: false };
    const { accounts, lots } = await readLoyaltyRows(this.readModels, customerId, wanted);
    return expiriesOf(accountAt(lots, accounts, instant).lots);
  }
}
