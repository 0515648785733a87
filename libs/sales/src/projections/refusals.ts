import { customerOfStream, projectedTable, type Projection, type RecordedEvent } from '#kernel';
import type { OpportunityLost, RefusalRecorded } from '../events/index.js';
import { opportunityKey } from '../opportunity-reference.js';

/** A refusal that was recorded as such, or the loss of an opportunity that says why. */
export const REFUSAL_KINDS = ['refusal', 'loss'] as const;
export type RefusalKind = (typeof REFUSAL_KINDS)[number];

/** One no of a customer. */
export interface RefusalRow {
  /** Id of the event. */
  refusal: string;
  first_position: number;
  customer_id: string;
  kind: RefusalKind;
  subject: string | null;
  reason_code: string | null;
  competitor: string | null;
  product: string | null;
  owner: string | null;
  campaign: string | null;
  channel: string | null;
  offer_id: string | null;
  opportunity_id: string | null;
  /** The opportunity's row, where one is named. */
  opportunity_key: string | null;
  /** The event that he said no to. */
  answers: string | null;
  source: string;
  occurred_at: string;
}

export const refusalTable = projectedTable<RefusalRow>({
  name: 'refusal',
  columns: {
    refusal: 'uuid',
    first_position: 'bigint',
    customer_id: 'uuid',
    kind: 'text',
    subject: 'text',
    reason_code: 'text',
    competitor: 'text',
    product: 'text',
    owner: 'text',
    campaign: 'text',
    channel: 'text',
    offer_id: 'text',
    opportunity_id: 'text',
    opportunity_key: 'text',
    answers: 'uuid',
    source: 'text',
    occurred_at: 'timestamptz',
  },
  key: 'refusal',
  indexes: ['(first_position)', '(customer_id)', '(occurred_at)', '(opportunity_key)'],

  keysOf(event) {
    if (customerOfStream(event.stream) === undefined) return [];
    if (event.type === 'RefusalRecorded') return [event.id];
    return event.type === 'OpportunityLost' && saysWhy(event.data as OpportunityLost) ? [event.id] : [];
  },

  evolve: (_, event) => ({ ...whatWasSaid(event), ...whereItBelongs(event) }),
});

type Said = Partial<RefusalRecorded> & Partial<OpportunityLost>;

function whatWasSaid({ type, data }: RecordedEvent) {
  const said = data as Said;
  return {
    kind: type === 'RefusalRecorded' ? 'refusal' : 'loss',
    subject: said.subject ?? null,
    reason_code: said.reasonCode ?? null,
    competitor: said.competitor ?? null,
    product: said.product ?? null,
    owner: said.owner ?? null,
    campaign: said.campaign ?? null,
    channel: said.channel ?? null,
  } satisfies Partial<RefusalRow>;
}

function whereItBelongs({ id, stream, position, data, metadata }: RecordedEvent) {
  const said = data as Said;
  const customerId = customerOfStream(stream)!;
  return {
    refusal: id,
    first_position: Number(position),
    customer_id: customerId,
    offer_id: said.offerId ?? null,
    opportunity_id: said.opportunityId ?? null,
    opportunity_key: said.opportunityId === undefined ? null : opportunityKey(customerId, said.opportunityId),
    answers: said.answers ?? null,
    source: metadata.source,
    occurred_at: metadata.occurredAt,
  } satisfies Partial<RefusalRow>;
}

function saysWhy({ reasonCode, reasonText, competitor }: OpportunityLost): boolean {
  return reasonCode !== undefined || reasonText !== undefined || competitor !== undefined;
}

/** Every no that gives a reason, as a row of its own. */
export const refusals: Projection = { name: 'refusals', version: 1, scope: 'stream', tables: [refusalTable] };
