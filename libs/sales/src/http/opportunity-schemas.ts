import { COUNT, ID, INSTANT, listOf, NEXT_CURSOR, objectOf, orNull, TEXT } from '#projections/http';
import { OUTCOMES } from '../projections/opportunity-row.js';
import type { ListedOpportunity } from '../queries/list-opportunities.query.js';
import type { OpportunityGroup, OpportunityReport } from '../queries/report-opportunities.query.js';
import type { DaysToClose, OpportunityFigures } from '../rules/opportunity-figures.js';
import { MONEY_OR_NULL, PERCENT, REVENUE } from './money-schemas.js';

export interface OpportunitiesAnswer {
  opportunities: ListedOpportunity[];
  next: string | null;
}

const KNOWN_TEXT = orNull(TEXT);

export const OPPORTUNITIES_SCHEMA = objectOf<OpportunitiesAnswer>({
  opportunities: listOf(
    objectOf<ListedOpportunity>({
      customerId: ID,
      opportunityId: TEXT,
      name: KNOWN_TEXT,
      stage: KNOWN_TEXT,
      outcome: { type: 'string', enum: OUTCOMES },
      product: KNOWN_TEXT,
      owner: KNOWN_TEXT,
      team: KNOWN_TEXT,
      office: KNOWN_TEXT,
      account: KNOWN_TEXT,
      competitor: KNOWN_TEXT,
      reason: KNOWN_TEXT,
      campaign: KNOWN_TEXT,
      plane: KNOWN_TEXT,
      origin: KNOWN_TEXT,
      source: TEXT,
      openedAt: orNull(INSTANT),
      engagedAt: orNull(INSTANT),
      closedAt: orNull(INSTANT),
      closeEventId: orNull(ID),
      value: MONEY_OR_NULL,
      soldFor: MONEY_OR_NULL,
    }),
  ),
  next: NEXT_CURSOR,
});

const DAYS_SCHEMA = objectOf<DaysToClose>({
  n: COUNT,
  mean: orNull({ type: 'number', description: 'Days of 24 hours, two decimals' }),
  median: orNull({ type: 'number', description: 'Days of 24 hours, two decimals' }),
});

const FIGURES = {
  closed: COUNT,
  won: COUNT,
  lost: COUNT,
  open: COUNT,
  winRate: PERCENT,
  revenue: REVENUE,
  wonWithoutValue: COUNT,
  daysToClose: objectOf<OpportunityFigures['daysToClose']>({
    fromEngaged: DAYS_SCHEMA,
    fromOpened: DAYS_SCHEMA,
    fromLead: DAYS_SCHEMA,
  }),
};

export const OPPORTUNITY_REPORT_SCHEMA = objectOf<OpportunityReport>({
  by: KNOWN_TEXT,
  from: orNull(INSTANT),
  to: orNull(INSTANT),
  total: objectOf<OpportunityFigures>(FIGURES),
  groups: listOf(objectOf<OpportunityGroup>({ value: KNOWN_TEXT, ...FIGURES })),
});
