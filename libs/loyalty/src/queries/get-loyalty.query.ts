import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Moment, ReadModels } from '#projections';
import { type AccountAt, accountAt } from '../rules/account-at.js';
import { readLoyaltyRows } from './loyalty-rows.js';
import { type TierView, tierOf } from './tier-view.js';

/** A customer's points and tiers. */
export interface LoyaltyView extends Omit<AccountAt, 'programs'> {
  /** The tier, where exactly one programme has the customer in one. */
  tier: string | null;
  programs: (AccountAt['programs'][number] & { tier: TierView | null })[];
}

/** A customer's points as they stand at an instant, by what counts at a moment: of one programme, or of all. */
export class GetLoyalty extends Query<LoyaltyView> {
  constructor(
    readonly customerId: string,
    readonly moment: Moment,
    /** RFC 3339 in UTC: decides what is pending and what has expired. */
    readonly instant: string,
    readonly program?: string,
  ) {
    super();
  }
}

@QueryHandler(GetLoyalty)
export class GetLoyaltyHandler implements IQueryHandler<GetLoyalty> {
  constructor(private readonly readModels: ReadModels) {}

  /** Throws NotFound for a customer of whom the ledger knows nothing. */
  async execute({ customerId, moment, instant, program }: GetLoyalty): Promise<LoyaltyView> {
    const { accounts, lots } = await readLoyaltyRows(this.readModels, customerId, {
      moment,
      program,
      everything: false,
    });
    const account = accountAt(lots, accounts, instant);
    const programs = account.programs.map((points) => ({
      ...points,
      tier: tierOf(accounts.find((each) => each.program === points.program)),
    }));
    const tiers = programs.flatMap(({ tier }) => tier?.tier ?? []);
    return { ...account, tier: tiers.length === 1 ? tiers[0]! : null, programs };
  }
}
