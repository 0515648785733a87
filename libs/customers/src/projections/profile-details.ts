import type { RecordedEvent } from '#kernel';
import type { ContactPoint, CustomerDetails, RelationshipModeSet } from '../events/index.js';
import { withAdded, withRetirement, withVerification } from './known-contact-points.js';
import type { ProfileRow } from './profile-row.js';
import { provenanceOf, supersedes } from './provenance.js';
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
    // Its reason belonged to the mode before.
    if (column === 'relationship_mode') next.relationship_reason = null;
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

/** The profile after a contact point was verified or retired. */
export function withContactPointChecked(row: ProfileRow, event: RecordedEvent): ProfileRow {
  const change = event.type === 'ContactPointRetired' ? withRetirement : withVerification;
  return { ...row, contact_points: change(row.contact_points, event) };
}

/** The mode may also come with other details; of all of them the latest holds. */
export function withRelationshipMode(row: ProfileRow, event: RecordedEvent): ProfileRow {
  if (!supersedes(event, row.provenance.relationshipMode)) return row;
  const { mode, reason } = event.data as RelationshipModeSet;
  return {
    ...row,
    relationship_mode: mode,
    relationship_reason: reason ?? null,
    provenance: { ...row.provenance, relationshipMode: provenanceOf(event) },
  };
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

function addContactPoints(next: ProfileRow, points: readonly ContactPoint[], event: RecordedEvent): void {
  const before = next.contact_points.length;
  next.contact_points = withAdded(next.contact_points, points, event);
  if (next.contact_points.length > before) next.provenance.contactPoints = provenanceOf(event);
}
