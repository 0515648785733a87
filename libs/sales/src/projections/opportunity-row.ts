import type { OpportunityAdvanced, OpportunityLost, OpportunityOpened, OpportunityWon } from '../events/index.js';

export const OUTCOMES = ['open', 'won', 'lost'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Words about an opportunity of which the newest, by time of occurrence, holds. */
export interface OpportunityWords {
  name: string | null;
  product: string | null;
  owner: string | null;
  team: string | null;
  office: string | null;
  account: string | null;
  competitor: string | null;
  campaign: string | null;
  plane: string | null;
  lead_id: string | null;
  reason_code: string | null;
}

/** One opportunity of one customer as its facts left it. Money in minor units. */
export interface OpportunityRow extends OpportunityWords {
  /** `<customer>:<opportunityId>` */
  opportunity_key: string;
  /** Place in the log of its first event: unique, never changes. */
  first_position: number;
  customer_id: string;
  opportunity_id: string;
  /** The lead's row, where a lead is named. */
  lead_key: string | null;
  /** The system that told of it first. */
  source: string;
  /** The latest stage that it came to, in the source's words. */
  stage: string | null;
  outcome: Outcome;
  /** Its earliest fact of any kind. */
  first_at: string;
  opened_at: string | null;
  /** Its earliest advance: from then on it was worked on. */
  engaged_at: string | null;
  closed_at: string | null;
  close_event_id: string | null;
  /** What it was last thought to be worth. */
  value_amount: number | null;
  value_currency: string | null;
  /** What it was sold for, where the win says so. */
  won_amount: number | null;
  won_currency: string | null;
  /** When the facts that hold now happened, by column. */
  told_at: Record<string, string>;
}

/** Any fact about an opportunity, as far as its row looks at it. */
export type AnyOpportunityFact = OpportunityOpened &
  Partial<Pick<OpportunityAdvanced, 'stage'>> &
  Partial<Pick<OpportunityWon, 'reasonCode'>> &
  Partial<Pick<OpportunityLost, 'campaign'>>;
