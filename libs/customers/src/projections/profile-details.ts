import type { RecordedEvent } from '#kernel';
import type { ContactPoint, CustomerDetails } from '../events/index.js';
import type { KnownContactPoint, ProfileRow } from './profile-row.js';
import { type Provenance, provenanceOf, supersedes } from './provenance.js';
import { searchTextOf } from './search-text.js';

/** Fields of CustomerDetails that are kept in a column of their own. */
const COLUMNS = {
  name: 'name',
  preferredName: 'preferred_name',
  salutation: 'salutation',
  birthDate: 'birth_date',
  language: 'language',
  gender: 'gender',
  industry: 'industry',
  relationshipMode: 'relationship_mode',
} as const satisfies Partial<Record<keyof CustomerDetails, keyof ProfileRow>>;

/** The profile after a registration or a change of details: newer values replace older ones, by time of occurrence. */
export function withDetails(row: ProfileRow, event: RecordedEvent): ProfileRow {
  const details = event.data as CustomerDetails;
  const next: ProfileRow = { ...row, provenance: { ...row.provenance } };
  for (const [field, column] of Object.entries(COLUMNS)) {
    const value = details[field as keyof typeof COLUMNS];
    if (value === undefined || !supersedes(event, row.provenance[field])) continue;
    next[column] = value;
    next.provenance[field] = provenanceOf(event);
  }
  if (details.attributes) declareAttributes(next, details.attributes, event);
  if (details.contactPoints) addContactPoints(next, details.contactPoints, event);
  next.search_text = searchTextOf(next);
  return next;
}

/** The profile after one contact point became known. */
export function withContactPoint(row: ProfileRow, event: RecordedEvent): ProfileRow {
  const next: ProfileRow = { ...row, provenance: { ...row.provenance } };
  addContactPoints(next, [event.data as ContactPoint], event);
  next.search_text = searchTextOf(next);
  return next;
}

/** The earliest registration says when the customer came into the base. */
export function withRegistration(row: ProfileRow, event: RecordedEvent): ProfileRow {
  const { occurredAt } = event.metadata;
  if (row.registered_at !== null && row.registered_at <= occurredAt) return row;
  return { ...row, registered_at: occurredAt, provenance: { ...row.provenance, registeredAt: provenanceOf(event) } };
}

function declareAttributes(next: ProfileRow, declared: ProfileRow['attributes'], event: RecordedEvent): void {
  next.attributes = { ...next.attributes };
  for (const [name, value] of Object.entries(declared)) {
    const field = `attributes.${name}`;
    if (!supersedes(event, next.provenance[field])) continue;
    next.attributes[name] = value;
    next.provenance[field] = provenanceOf(event);
  }
}

/** A contact point that is known already keeps the event that added it first. */
function addContactPoints(next: ProfileRow, points: readonly ContactPoint[], event: RecordedEvent): void {
  const mark: Provenance = provenanceOf(event);
  for (const { kind, value, label } of points) {
    if (next.contact_points.some((known) => isSame(known, kind, value))) continue;
    const added: KnownContactPoint = { kind, value, eventId: event.id, addedAt: mark.occurredAt };
    next.contact_points = [...next.contact_points, label === undefined ? added : { ...added, label }];
    next.provenance.contactPoints = mark;
  }
}

function isSame(known: KnownContactPoint, kind: string, value: string): boolean {
  return known.kind === kind && known.value.trim().toLowerCase() === value.trim().toLowerCase();
}
