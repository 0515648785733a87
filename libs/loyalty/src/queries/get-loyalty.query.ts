import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DatedFact } from '#kernel';
import { type Moment, ReadModels } from '#projections/read-models';
import { type AccountAt, accountAt } from '../rules/account-at.js';
import { programInForce, type Programs } from '../rules/programs.js';
import { type TierStanding, tierStanding } from '../rules/tier-standing.js';
import { readLoyaltyRows } from './loyalty-rows.js';
import { publishedPrograms } from './published-programs.js';

/** A customer's points and tiers. */
export interface LoyaltyView extends Omit<AccountAt, 'programs'> {
  /** The tier, where exactly one programme has the customer in one. */
  tier: string | null;
  programs: (AccountAt['programs'][number] & TierStanding)[];
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
    const [{ accounts, lots }, published] = await Promise.all([
      readLoyaltyRows(this.readModels, customerId, { moment, program, everything: false }),
      publishedPrograms(this.readModels, moment.knownAt),
    ]);
    const account = accountAt(lots, accounts, instant);
    const tiered = new Set(accounts.filter(({ tier_since: since }) => since !== null).map((row) => row.program));
    for (const each of account.programs) {
      if (programInForce(published, each.program, instant)?.tiers) tiered.add(each.program);
    }
    const standings = await this.standings(customerId, moment, instant, published, tiered);
    const programs = account.programs.map((points) => ({ ...points, ...(standings.get(points.program) ?? NO_TIERS) }));
    const tiers = programs.flatMap(({ tier }) => tier?.tier ?? []);
    return { ...account, tier: tiers.length === 1 ? tiers[0]! : null, programs };
  }

  /** Tiers count what was earned in a period, less what was returned: that the facts themselves say. */
  private async standings(
    customerId: string,
    moment: Moment,
    instant: string,
    published: Programs,
    tiered: ReadonlySet<string>,
  ): Promise<Map<string, TierStanding>> {
    if (tiered.size === 0) return new Map();
    const events = await this.readModels.customerEvents(customerId, moment);
    const facts: DatedFact[] = events.map(({ id, type, data, metadata }) => ({
      id,
      type,
      data,
      occurredAt: metadata.occurredAt,
    }));
    return new Map([...tiered].map((program) => [program, tierStanding(facts, published, program, instant)]));
  }
}

const NO_TIERS: TierStanding = { tier: null, progress: null };
