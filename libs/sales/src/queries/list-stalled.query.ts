import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadModels } from '#projections/read-models';
import { funnelRules, rulesInForce } from '../rules/funnel-publications.js';
import { daysOf } from '../rules/funnel-unit.js';
import { longestFirst, stalledAt, type StalledCustomer } from '../rules/stalled-customers.js';
import type { FunnelFilter } from './funnel-filter.js';
import type { FunnelPage } from './funnel-list.js';
import { funnelUnits } from './funnel-units.js';
import { requireStages } from './known-stages.js';

export interface StalledQuestion {
  filter: FunnelFilter;
  /** RFC 3339 in UTC. */
  instant: string;
  /** Only those in this stage. */
  stage?: string;
  /** Longer than so many days, whatever the rules say. */
  days?: number;
}

export interface ListedStalled {
  customerId: string;
  stage: string;
  enteredAt: string;
  days: number;
  /** Longer than so many days is too long. */
  afterDays: number;
  causeEventId: string;
  causeType: string;
  owner: string | null;
}

export interface StalledPage extends FunnelPage<ListedStalled> {
  /** How many there are in all. */
  customers: number;
}

/** Customers who stay in their stage for too long, longest first. */
export class ListStalled extends Query<StalledPage> {
  constructor(
    readonly question: StalledQuestion,
    /** How many come before the page, and how many are on it. */
    readonly page: { after?: number; limit: number },
  ) {
    super();
  }
}

@QueryHandler(ListStalled)
export class ListStalledHandler implements IQueryHandler<ListStalled> {
  constructor(private readonly readModels: ReadModels) {}

  /** Throws ValidationFailed for a stage that no rules have. */
  async execute({ question, page }: ListStalled): Promise<StalledPage> {
    const { filter, instant, stage, days } = question;
    if (stage !== undefined) await requireStages(this.readModels, { stage: [stage] });
    const rules = rulesInForce(await this.readModels.published(funnelRules), instant);
    const stalled: StalledCustomer[] = [];
    const reading = { filter, instant, ...(stage === undefined ? {} : { reached: stage }) };
    for await (const units of funnelUnits(this.readModels, reading)) {
      for (const unit of units) {
        const found = stalledAt(unit, instant, rules, days);
        if (found && (stage === undefined || found.stay.stage === stage)) stalled.push(found);
      }
    }
    const from = page.after ?? 0;
    const to = from + page.limit;
    return {
      customers: stalled.length,
      items: stalled.sort(longestFirst).slice(from, to).map(listedStalledOf),
      after: to < stalled.length ? to : null,
    };
  }
}

function listedStalledOf({ unit, stay, ageMs, afterDays }: StalledCustomer): ListedStalled {
  const { stage, enteredAt, causeEventId, causeType } = stay;
  const { customerId, owner } = unit;
  return { customerId, stage, enteredAt, days: daysOf(ageMs), afterDays, causeEventId, causeType, owner };
}
