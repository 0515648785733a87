import type { ColumnType } from '#kernel';
import type { KnownContactPoint } from './known-contact-points.js';
import type { Provenance } from './provenance.js';

/** The last contact; when it was and which event says so is under `lastContactAt` in the provenance. */
export interface LastContact {
  type: string;
  channel?: string;
  direction?: string;
  store?: string;
}

/** All that is known of one customer at a glance. */
export interface ProfileRow {
  customer_id: string;
  name: string | null;
  preferred_name: string | null;
  salutation: string | null;
  birth_date: string | null;
  language: string | null;
  gender: string | null;
  industry: string | null;
  relationship_mode: string | null;
  relationship_reason: string | null;
  contact_points: KnownContactPoint[];
  attributes: Record<string, string | number | boolean>;
  /** When the customer came into the base, if anybody said so: the earliest registration. */
  registered_at: string | null;
  purchase_count: number;
  /** Sum of purchases in minor units by currency; returns are not taken off. */
  spend: Record<string, number>;
  return_count: number;
  /** Sum of what was paid back, in minor units by currency. */
  returned: Record<string, number>;
  call_count: number;
  refusal_count: number;
  interaction_count: number;
  /** Interactions by type of fact. */
  interaction_counts: Record<string, number>;
  /** Ids of the service requests that are open, in the order of opening. */
  open_requests: string[];
  first_contact_at: string | null;
  last_contact_at: string | null;
  last_contact: LastContact | null;
  event_count: number;
  /** Position of the customer's first event: unique, never changes, so lists can be paged by it. */
  first_position: number;
  last_position: number;
  /** Names and contact values in lower case, phone numbers also as bare digits. */
  search_text: string;
  /** By field, as the API names it: the event that set it, or changed it last. */
  provenance: Record<string, Provenance>;
}

export const profileColumns: Record<keyof ProfileRow, ColumnType> = {
  customer_id: 'uuid',
  name: 'text',
  preferred_name: 'text',
  salutation: 'text',
  birth_date: 'date',
  language: 'text',
  gender: 'text',
  industry: 'text',
  relationship_mode: 'text',
  relationship_reason: 'text',
  contact_points: 'jsonb',
  attributes: 'jsonb',
  registered_at: 'timestamptz',
  purchase_count: 'integer',
  spend: 'jsonb',
  return_count: 'integer',
  returned: 'jsonb',
  call_count: 'integer',
  refusal_count: 'integer',
  interaction_count: 'integer',
  interaction_counts: 'jsonb',
  open_requests: 'jsonb',
  first_contact_at: 'timestamptz',
  last_contact_at: 'timestamptz',
  last_contact: 'jsonb',
  event_count: 'bigint',
  first_position: 'bigint',
  last_position: 'bigint',
  search_text: 'text',
  provenance: 'jsonb',
};

/** The profile of a customer of whom nothing is known but that the event at this position is his first. */
export function unknownCustomer(customerId: string, firstPosition: number): ProfileRow {
  return {
    customer_id: customerId,
    name: null,
    preferred_name: null,
    salutation: null,
    birth_date: null,
    language: null,
    gender: null,
    industry: null,
    relationship_mode: null,
    relationship_reason: null,
    contact_points: [],
    attributes: {},
    registered_at: null,
    purchase_count: 0,
    spend: {},
    return_count: 0,
    returned: {},
    call_count: 0,
    refusal_count: 0,
    interaction_count: 0,
    interaction_counts: {},
    open_requests: [],
    first_contact_at: null,
    last_contact_at: null,
    last_contact: null,
    event_count: 0,
    first_position: firstPosition,
    last_position: firstPosition,
    search_text: '',
    provenance: {},
  };
}
