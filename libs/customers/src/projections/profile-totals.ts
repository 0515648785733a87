import type { RecordedEvent } from '#kernel';
import type { PurchaseRecorded, PurchaseReturned } from '#sales';
import type { ServiceRequestOpened } from '#service';
import type { ProfileRow } from './profile-row.js';
import { type Provenance, provenanceOf } from './provenance.js';

type Change = (row: ProfileRow, event: RecordedEvent) => Partial<ProfileRow>;

const INTERACTIONS = ['CallLogged', 'EmailLogged', 'MessageLogged', 'MeetingHeld', 'VisitRecorded'];

/** Facts in which company and customer had to do with each other; the rest is bookkeeping of one side. */
const CONTACTS: ReadonlySet<string> = new Set([
  ...INTERACTIONS,
  'LeadCaptured',
  'OpportunityWon',
  'OpportunityLost',
  'OfferMade',
  'OfferViewed',
  'OfferAccepted',
  'RefusalRecorded',
  'PurchaseRecorded',
  'PurchaseReturned',
  'ServiceRequestOpened',
  'ServiceRequestResolved',
  'ServiceRequestReopened',
  'ServiceRequestClosed',
]);

const countInteraction: Change = (row) => ({ interaction_count: row.interaction_count + 1 });

const openRequest: Change = (row, { data }) => {
  const { requestId } = data as ServiceRequestOpened;
  return row.open_requests.includes(requestId) ? {} : { open_requests: [...row.open_requests, requestId] };
};

const endRequest: Change = (row, { data }) => {
  const { requestId } = data as ServiceRequestOpened;
  return { open_requests: row.open_requests.filter((open) => open !== requestId) };
};

/** What each fact adds, by type. Service requests follow the order of recording, as their decisions do. */
const CHANGES: Readonly<Record<string, Change>> = {
  CallLogged: (row) => ({ call_count: row.call_count + 1, interaction_count: row.interaction_count + 1 }),
  EmailLogged: countInteraction,
  MessageLogged: countInteraction,
  MeetingHeld: countInteraction,
  VisitRecorded: countInteraction,
  RefusalRecorded: (row) => ({ refusal_count: row.refusal_count + 1 }),
  PurchaseRecorded: (row, { data }) => ({
    purchase_count: row.purchase_count + 1,
    spend: withMoney(row.spend, (data as PurchaseRecorded).total),
  }),
  PurchaseReturned: (row, { data }) => ({
    return_count: row.return_count + 1,
    returned: withMoney(row.returned, (data as PurchaseReturned).total),
  }),
  ServiceRequestOpened: openRequest,
  ServiceRequestReopened: openRequest,
  ServiceRequestResolved: endRequest,
  ServiceRequestClosed: endRequest,
};

/** What a changed column is called where its provenance is shown. */
const FIELDS: Partial<Record<keyof ProfileRow, string>> = {
  purchase_count: 'purchases',
  return_count: 'returns',
  call_count: 'calls',
  refusal_count: 'refusals',
  interaction_count: 'interactions',
  open_requests: 'openRequests',
};

/** The profile with the event counted in. Sums do not ask when it happened, so the order of recording is enough. */
export function withTotals(row: ProfileRow, event: RecordedEvent): ProfileRow {
  const change = CHANGES[event.type];
  const contact = CONTACTS.has(event.type) ? contactAt(row, event.metadata.occurredAt) : undefined;
  if (!change && !contact) return row;
  const changed = change?.(row, event) ?? {};
  const mark = provenanceOf(event);
  const marks: Record<string, Provenance> = {};
  for (const column of Object.keys(changed) as (keyof ProfileRow)[])
    marks[FIELDS[column] ?? moneyField(column, event)] = mark;
  if (contact?.first_contact_at) marks.firstContactAt = mark;
  if (contact?.last_contact_at) marks.lastContactAt = mark;
  return { ...row, ...changed, ...contact, provenance: { ...row.provenance, ...marks } };
}

function contactAt(row: ProfileRow, at: string): Partial<ProfileRow> {
  return {
    ...(row.first_contact_at === null || at < row.first_contact_at ? { first_contact_at: at } : {}),
    ...(row.last_contact_at === null || at >= row.last_contact_at ? { last_contact_at: at } : {}),
  };
}

function withMoney(
  sums: Record<string, number>,
  { amount, currency }: PurchaseRecorded['total'],
): Record<string, number> {
  const sum = (sums[currency] ?? 0) + amount;
  // Beyond that a number would silently leave out minor units; the event is parked instead.
  if (!Number.isSafeInteger(sum)) throw new RangeError(`the sum in ${currency} is too large to be told exactly`);
  return { ...sums, [currency]: sum };
}

function moneyField(column: string, { data }: RecordedEvent): string {
  return `${column}.${(data as PurchaseRecorded).total.currency}`;
}
