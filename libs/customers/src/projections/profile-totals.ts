import { contactKindOf, type RecordedEvent } from '#kernel';
import type { PurchaseRecorded, PurchaseReturned } from '#sales';
import type { ServiceRequestOpened } from '#service';
import type { LastContact, ProfileRow } from './profile-row.js';
import { provenanceOf } from './provenance.js';

type Change = (row: ProfileRow, event: RecordedEvent) => Partial<ProfileRow>;

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
  CallLogged: (row) => ({ call_count: row.call_count + 1 }),
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
  open_requests: 'openRequests',
  interaction_count: 'interactions',
  first_contact_at: 'firstContactAt',
  last_contact_at: 'lastContactAt',
};

/** Columns that another's provenance tells about: the last contact's and the interactions'. */
const TOLD_BY_OTHERS: ReadonlySet<keyof ProfileRow> = new Set(['last_contact', 'interaction_counts'] as const);

/** The profile with the event counted in. Sums do not ask when it happened, so the order of recording is enough. */
export function withTotals(row: ProfileRow, event: RecordedEvent): ProfileRow {
  const change = CHANGES[event.type];
  const kind = contactKindOf(event.type);
  if (!change && !kind) return row;
  const changed = change ? change(row, event) : {};
  if (kind) Object.assign(changed, contactWith(row, event));
  if (kind === 'interaction') Object.assign(changed, interactionCounted(row, event.type));
  const mark = provenanceOf(event);
  const provenance = { ...row.provenance };
  for (const column of Object.keys(changed) as (keyof ProfileRow)[]) {
    if (!TOLD_BY_OTHERS.has(column)) provenance[FIELDS[column] ?? moneyField(column, event)] = mark;
  }
  return { ...row, ...changed, provenance };
}

function interactionCounted(row: ProfileRow, type: string): Partial<ProfileRow> {
  return {
    interaction_count: row.interaction_count + 1,
    interaction_counts: { ...row.interaction_counts, [type]: (row.interaction_counts[type] ?? 0) + 1 },
  };
}

function contactWith(row: ProfileRow, event: RecordedEvent): Partial<ProfileRow> {
  const at = event.metadata.occurredAt;
  const changed: Partial<ProfileRow> = {};
  if (row.first_contact_at === null || at < row.first_contact_at) changed.first_contact_at = at;
  if (row.last_contact_at === null || at >= row.last_contact_at) {
    changed.last_contact_at = at;
    changed.last_contact = lastContactOf(event);
  }
  return changed;
}

/** Facts that are contact name their channel, direction and store alike, where they have them. */
function lastContactOf({ type, data }: RecordedEvent): LastContact {
  const { channel, direction, store } = data as Omit<LastContact, 'type'>;
  const contact: LastContact = { type };
  if (channel !== undefined) contact.channel = channel;
  if (direction !== undefined) contact.direction = direction;
  if (store !== undefined) contact.store = store;
  return contact;
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
