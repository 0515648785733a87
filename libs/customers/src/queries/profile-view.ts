import type { KnownContactPoint, ProfileRow } from '../projections/profile-row.js';
import type { Provenance } from '../projections/provenance.js';

/** Money sums in minor units by ISO 4217 code. */
export type MoneyByCurrency = Record<string, number>;

/** Who the customer is. What is not known is null. */
export interface ProfileView {
  name: string | null;
  preferredName: string | null;
  salutation: string | null;
  birthDate: string | null;
  language: string | null;
  gender: string | null;
  industry: string | null;
  relationshipMode: string | null;
  contactPoints: KnownContactPoint[];
  attributes: Record<string, string | number | boolean>;
  registeredAt: string | null;
  firstContactAt: string | null;
  lastContactAt: string | null;
  /** By field: the event that set it, or changed it last. */
  provenance: Record<string, Provenance>;
}

/** What he has done, in numbers. */
export interface TotalsView {
  purchases: number;
  /** What was bought; returns are not taken off. */
  spend: MoneyByCurrency;
  returns: number;
  returned: MoneyByCurrency;
  calls: number;
  refusals: number;
  interactions: number;
  openRequests: number;
  events: number;
}

export function profileViewOf(row: ProfileRow): ProfileView {
  return {
    name: row.name,
    preferredName: row.preferred_name,
    salutation: row.salutation,
    birthDate: row.birth_date,
    language: row.language,
    gender: row.gender,
    industry: row.industry,
    relationshipMode: row.relationship_mode,
    contactPoints: row.contact_points,
    attributes: row.attributes,
    registeredAt: row.registered_at,
    firstContactAt: row.first_contact_at,
    lastContactAt: row.last_contact_at,
    provenance: row.provenance,
  };
}

export function totalsViewOf(row: ProfileRow): TotalsView {
  return {
    purchases: row.purchase_count,
    spend: row.spend,
    returns: row.return_count,
    returned: row.returned,
    calls: row.call_count,
    refusals: row.refusal_count,
    interactions: row.interaction_count,
    openRequests: row.open_requests.length,
    events: row.event_count,
  };
}
