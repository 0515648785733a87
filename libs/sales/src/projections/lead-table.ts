import { customerOfStream, projectedTable, type RecordedEvent } from '#kernel';
import type { LeadCaptured } from '../events/index.js';

/** One lead of one customer. */
export interface LeadRow {
  /** `<customer>:<leadId>`, or the event's id in place of the leadId where the lead has none. */
  lead_key: string;
  first_position: number;
  customer_id: string;
  lead_id: string | null;
  source: string;
  /** Where it came from, as its newest capture says; null when that said nothing. */
  origin: string | null;
  campaign: string | null;
  interest: string | null;
  owner: string | null;
  /** Its earliest capture. */
  captured_at: string;
  /** Its latest capture. */
  told_at: string;
}

export function leadKey(customerId: string, leadId: string): string {
  return `${customerId}:${leadId}`;
}

export const leadTable = projectedTable<LeadRow>({
  name: 'lead',
  columns: {
    lead_key: 'text',
    first_position: 'bigint',
    customer_id: 'uuid',
    lead_id: 'text',
    source: 'text',
    origin: 'text',
    campaign: 'text',
    interest: 'text',
    owner: 'text',
    captured_at: 'timestamptz',
    told_at: 'timestamptz',
  },
  key: 'lead_key',
  indexes: ['(first_position)', '(customer_id)', '(captured_at)'],

  keysOf(event) {
    const customerId = customerOfStream(event.stream);
    if (customerId === undefined || event.type !== 'LeadCaptured') return [];
    return [leadKey(customerId, (event.data as LeadCaptured).leadId ?? event.id)];
  },

  evolve(row, event, key) {
    const captured = capturedIn(event, key);
    if (!row) return captured;
    const newest = captured.told_at >= row.told_at ? withWordsOf(row, captured) : withWordsOf(captured, row);
    return {
      ...newest,
      first_position: row.first_position,
      source: row.source,
      captured_at: captured.captured_at < row.captured_at ? captured.captured_at : row.captured_at,
      told_at: captured.told_at > row.told_at ? captured.told_at : row.told_at,
    };
  },
});

/** What the newer capture says holds, and where it says nothing, what the older one said. */
function withWordsOf(older: LeadRow, newer: LeadRow): LeadRow {
  return {
    ...older,
    origin: newer.origin ?? older.origin,
    campaign: newer.campaign ?? older.campaign,
    interest: newer.interest ?? older.interest,
    owner: newer.owner ?? older.owner,
  };
}

function capturedIn({ stream, position, data, metadata }: RecordedEvent, key: string): LeadRow {
  const { leadId, origin, campaign, interest, owner } = data as LeadCaptured;
  return {
    lead_key: key,
    first_position: Number(position),
    customer_id: customerOfStream(stream)!,
    lead_id: leadId ?? null,
    source: metadata.source,
    origin: origin ?? null,
    campaign: campaign ?? null,
    interest: interest ?? null,
    owner: owner ?? null,
    captured_at: metadata.occurredAt,
    told_at: metadata.occurredAt,
  };
}
