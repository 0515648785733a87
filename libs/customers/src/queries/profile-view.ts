import type { OpenCallback, PlannedMeeting } from '../projections/agenda.js';
import type { KnownConsent } from '../projections/consents.js';
import type { CustomerKnowledgeRow } from '../projections/customer-knowledge.js';
import type { LastContact, ProfileRow } from '../projections/profile-row.js';
import type { Provenance } from '../projections/provenance.js';
import type { KnownMotive } from '../projections/purchase-motives.js';
import type { KnownFact } from '../projections/recorded-facts.js';
import type { KnownPerson } from '../projections/related-persons.js';
import { inForce } from '../rules/consents.js';
import { type ContactPointView, contactPointViewOf } from './contact-point-view.js';

/** Money sums in minor units by ISO 4217 code. */
export type MoneyByCurrency = Record<string, number>;

/** Who the customer is, and what is known and agreed. What is not known is null; lists are empty then. */
export interface ProfileView {
  name: string | null;
  preferredName: string | null;
  salutation: string | null;
  birthDate: string | null;
  language: string | null;
  gender: string | null;
  industry: string | null;
  relationshipMode: string | null;
  relationshipReason: string | null;
  contactPoints: ContactPointView[];
  attributes: Record<string, string | number | boolean>;
  /** The latest value of each kind. */
  facts: KnownFact[];
  relatedPersons: PersonView[];
  motives: KnownMotive[];
  /** For each purpose and channel that was ever spoken of: what holds. */
  consents: ConsentView[];
  owner: OwnerView | null;
  registeredAt: string | null;
  firstContactAt: string | null;
  lastContactAt: string | null;
  lastTouchpoint: TouchpointView | null;
  /** Meetings that were planned and have not begun at the instant that is asked for, the next one first. */
  plannedMeetings: PlannedMeeting[];
  /** Call-backs that were neither made nor given up, the first promised first. */
  openCallbacks: OpenCallbackView[];
  /** By field: the event that set it, or changed it last. */
  provenance: Record<string, Provenance>;
}

export type PersonView = Omit<KnownPerson, 'key'>;

/** What holds for a purpose and channel (null: every channel that is not named), since when, and how it was said. */
export interface ConsentView {
  purpose: string;
  channel: string | null;
  state: 'given' | 'withdrawn';
  since: string;
  how?: string;
  wording?: string;
  provenance: Provenance;
}

export interface OwnerView {
  owner: string;
  name: string | null;
  team: string | null;
  since: string;
  provenance: Provenance;
}

export interface TouchpointView extends LastContact {
  eventId: string;
  occurredAt: string;
}

export interface OpenCallbackView extends OpenCallback {
  /** The promised time has passed. */
  late: boolean;
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
  /** Interactions by type of fact. */
  interactionsByType: Record<string, number>;
  openRequests: number;
  events: number;
}

/** The profile at an instant (RFC 3339, UTC), which says what still lies ahead and what is late. */
export function profileViewOf(row: ProfileRow, knowledge: CustomerKnowledgeRow, instant: string): ProfileView {
  return {
    name: row.name,
    preferredName: row.preferred_name,
    salutation: row.salutation,
    birthDate: row.birth_date,
    language: row.language,
    gender: row.gender,
    industry: row.industry,
    relationshipMode: row.relationship_mode,
    relationshipReason: row.relationship_reason,
    contactPoints: row.contact_points.map(contactPointViewOf),
    attributes: row.attributes,
    ...knowledgeViewOf(knowledge, instant),
    registeredAt: row.registered_at,
    firstContactAt: row.first_contact_at,
    lastContactAt: row.last_contact_at,
    lastTouchpoint: touchpointOf(row),
    provenance: row.provenance,
  };
}

type KnowledgeView = Pick<
  ProfileView,
  'facts' | 'relatedPersons' | 'motives' | 'consents' | 'owner' | 'plannedMeetings' | 'openCallbacks'
>;

function knowledgeViewOf(row: CustomerKnowledgeRow, instant: string): KnowledgeView {
  return {
    facts: row.facts,
    relatedPersons: row.related_persons.map(({ key: _, ...person }) => person),
    motives: row.motives,
    consents: consentsOf(row.consents),
    owner: ownerOf(row),
    plannedMeetings: row.planned_meetings
      .filter(({ startsAt }) => startsAt >= instant)
      .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt)),
    openCallbacks: row.open_callbacks
      .map((open) => ({ ...open, late: (open.promisedUntil ?? open.promisedAt) < instant }))
      .sort((a, b) => Date.parse(a.promisedAt) - Date.parse(b.promisedAt)),
  };
}

function consentsOf(known: readonly KnownConsent[]): ConsentView[] {
  return known.map(({ purpose, channel }) => {
    const { state, at, how, wording, provenance } = inForce(known, purpose, channel)!;
    return {
      purpose,
      channel,
      state,
      since: at,
      ...(how === undefined ? {} : { how }),
      ...(wording === undefined ? {} : { wording }),
      provenance,
    };
  });
}

function ownerOf(row: CustomerKnowledgeRow): OwnerView | null {
  if (row.owner === null || row.owner_provenance === null) return null;
  const { owner, owner_name: name, owner_team: team, owner_provenance: provenance } = row;
  return { owner, name, team, since: provenance.occurredAt, provenance };
}

function touchpointOf({ last_contact, provenance: { lastContactAt } }: ProfileRow): TouchpointView | null {
  if (last_contact === null || !lastContactAt) return null;
  return { ...last_contact, eventId: lastContactAt.eventId, occurredAt: lastContactAt.occurredAt };
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
    interactionsByType: row.interaction_counts,
    openRequests: row.open_requests.length,
    events: row.event_count,
  };
}
