import { customerOfStream, projectedTable, type RecordedEvent } from '#kernel';
import { opportunityKey } from '../opportunity-reference.js';
import { leadKey } from './lead-table.js';
import type { AnyOpportunityFact, OpportunityRow, Outcome } from './opportunity-row.js';

const OUTCOME_OF: Readonly<Record<string, Outcome>> = {
  OpportunityOpened: 'open',
  OpportunityAdvanced: 'open',
  OpportunityWon: 'won',
  OpportunityLost: 'lost',
};

export const opportunityTable = projectedTable<OpportunityRow>({
  name: 'opportunity',
  columns: {
    opportunity_key: 'text',
    first_position: 'bigint',
    customer_id: 'uuid',
    opportunity_id: 'text',
    source: 'text',
    name: 'text',
    product: 'text',
    owner: 'text',
    team: 'text',
    office: 'text',
    account: 'text',
    competitor: 'text',
    campaign: 'text',
    plane: 'text',
    lead_id: 'text',
    lead_key: 'text',
    stage: 'text',
    outcome: 'text',
    reason_code: 'text',
    first_at: 'timestamptz',
    opened_at: 'timestamptz',
    engaged_at: 'timestamptz',
    closed_at: 'timestamptz',
    close_event_id: 'uuid',
    value_amount: 'bigint',
    value_currency: 'text',
    won_amount: 'bigint',
    won_currency: 'text',
    told_at: 'jsonb',
  },
  key: 'opportunity_key',
  indexes: ['(first_position)', '(customer_id)', '(closed_at)', '(owner)', '(product)'],

  keysOf(event) {
    const customerId = customerOfStream(event.stream);
    if (customerId === undefined || !(event.type in OUTCOME_OF)) return [];
    return [opportunityKey(customerId, (event.data as AnyOpportunityFact).opportunityId)];
  },

  evolve(row, event, key) {
    const fact = event.data as AnyOpportunityFact;
    const at = event.metadata.occurredAt;
    const before = row ?? newOpportunity(key, event);
    const said = withNewest(before, wordsOf(fact, before.customer_id), at);
    return { ...said, ...timesAfter(said, event.type, at), ...closingIn(event) };
  },
});

/** The columns about which the fact says something. Leads go by customer too. */
function wordsOf(fact: AnyOpportunityFact, customerId: string): Partial<OpportunityRow> {
  const { name, product, owner, team, office, account, competitor, campaign, plane, leadId, reasonCode, stage } = fact;
  const words = { name, product, owner, team, office, account, competitor, campaign, plane, stage };
  return {
    ...(Object.fromEntries(Object.entries(words).filter(([, word]) => word !== undefined)) as Partial<OpportunityRow>),
    ...(leadId === undefined ? {} : { lead_id: leadId, lead_key: leadKey(customerId, leadId) }),
    ...(reasonCode === undefined ? {} : { reason_code: reasonCode }),
    ...(fact.value ? { value_amount: fact.value.amount, value_currency: fact.value.currency } : {}),
  };
}

/** The newest word holds, by time of occurrence; of two at one time the one recorded later. */
function withNewest(row: OpportunityRow, words: Partial<OpportunityRow>, at: string): OpportunityRow {
  const newer = Object.keys(words).filter((column) => at >= (row.told_at[column] ?? ''));
  const said = words as Record<string, unknown>;
  return {
    ...row,
    ...(Object.fromEntries(newer.map((column) => [column, said[column]])) as Partial<OpportunityRow>),
    told_at: { ...row.told_at, ...Object.fromEntries(newer.map((column) => [column, at])) },
  };
}

function timesAfter(row: OpportunityRow, type: string, at: string): Partial<OpportunityRow> {
  return {
    first_at: earlier(row.first_at, at),
    ...(type === 'OpportunityOpened' ? { opened_at: at } : {}),
    ...(type === 'OpportunityAdvanced' ? { engaged_at: earlier(row.engaged_at, at) } : {}),
  };
}

function closingIn({ id, type, data, metadata }: RecordedEvent): Partial<OpportunityRow> {
  const outcome = OUTCOME_OF[type]!;
  if (outcome === 'open') return {};
  const { value } = data as AnyOpportunityFact;
  return {
    outcome,
    closed_at: metadata.occurredAt,
    close_event_id: id,
    ...(outcome === 'won' && value ? { won_amount: value.amount, won_currency: value.currency } : {}),
  };
}

function earlier(known: string | null, at: string): string {
  return known === null || at < known ? at : known;
}

function newOpportunity(key: string, { stream, position, data, metadata }: RecordedEvent): OpportunityRow {
  return {
    opportunity_key: key,
    first_position: Number(position),
    customer_id: customerOfStream(stream)!,
    opportunity_id: (data as AnyOpportunityFact).opportunityId,
    source: metadata.source,
    name: null,
    product: null,
    owner: null,
    team: null,
    office: null,
    account: null,
    competitor: null,
    campaign: null,
    plane: null,
    lead_id: null,
    lead_key: null,
    stage: null,
    outcome: 'open',
    reason_code: null,
    first_at: metadata.occurredAt,
    opened_at: null,
    engaged_at: null,
    closed_at: null,
    close_event_id: null,
    value_amount: null,
    value_currency: null,
    won_amount: null,
    won_currency: null,
    told_at: {},
  };
}
