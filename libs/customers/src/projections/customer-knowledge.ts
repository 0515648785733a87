import { customerOfStream, projectedTable, type RecordedEvent } from '#kernel';
import type { OwnerAssigned } from '../events/index.js';
import { type OpenCallback, type PlannedMeeting, withCallback, withMeeting } from './agenda.js';
import { type KnownConsent, withConsent } from './consents.js';
import { type Provenance, provenanceOf, supersedes } from './provenance.js';
import { type KnownMotive, withMotive } from './purchase-motives.js';
import { type KnownFact, withRecordedFact } from './recorded-facts.js';
import { type KnownPerson, withRelatedPerson } from './related-persons.js';

/**
 * What was gathered about a customer beside his details. A table of its own, so that the rows of the many of whom nothing
 * of it is known stay small, and none of it is written again with every purchase.
 */
export interface CustomerKnowledgeRow {
  customer_id: string;
  facts: KnownFact[];
  related_persons: KnownPerson[];
  motives: KnownMotive[];
  consents: KnownConsent[];
  owner: string | null;
  owner_name: string | null;
  owner_team: string | null;
  owner_provenance: Provenance | null;
  planned_meetings: PlannedMeeting[];
  open_callbacks: OpenCallback[];
}

type Change = (row: CustomerKnowledgeRow, event: RecordedEvent) => Partial<CustomerKnowledgeRow>;

const changeConsents: Change = (row, event) => ({ consents: withConsent(row.consents, event) });
const changeMeetings: Change = (row, event) => ({ planned_meetings: withMeeting(row.planned_meetings, event) });
const changeCallbacks: Change = (row, event) => ({ open_callbacks: withCallback(row.open_callbacks, event) });

/** What each fact adds, by type. */
const CHANGES: Readonly<Record<string, Change>> = {
  FactRecorded: (row, event) => ({ facts: withRecordedFact(row.facts, event) }),
  RelatedPersonRecorded: (row, event) => ({ related_persons: withRelatedPerson(row.related_persons, event) }),
  PurchaseMotiveRecorded: (row, event) => ({ motives: withMotive(row.motives, event) }),
  ConsentGiven: changeConsents,
  ConsentWithdrawn: changeConsents,
  OwnerAssigned: ownedBy,
  MeetingPlanned: changeMeetings,
  MeetingHeld: changeMeetings,
  MeetingMissed: changeMeetings,
  MeetingCancelled: changeMeetings,
  CallbackRequested: changeCallbacks,
  CallbackCompleted: changeCallbacks,
  CallbackMissed: changeCallbacks,
};

export const customerKnowledgeTable = projectedTable<CustomerKnowledgeRow>({
  name: 'customer_knowledge',
  columns: {
    customer_id: 'uuid',
    facts: 'jsonb',
    related_persons: 'jsonb',
    motives: 'jsonb',
    consents: 'jsonb',
    owner: 'text',
    owner_name: 'text',
    owner_team: 'text',
    owner_provenance: 'jsonb',
    planned_meetings: 'jsonb',
    open_callbacks: 'jsonb',
  },
  key: 'customer_id',
  indexes: ['(owner)'],

  keysOf(event) {
    const customerId = customerOfStream(event.stream);
    return customerId === undefined || !tells(event) ? [] : [customerId];
  },

  evolve(row, event, customerId) {
    const before = row ?? nothingKnown(customerId);
    return { ...before, ...CHANGES[event.type]?.(before, event) };
  },
});

/** A meeting that names no planned one changes nothing here. */
function tells({ type, data }: RecordedEvent): boolean {
  return Object.hasOwn(CHANGES, type) && (type !== 'MeetingHeld' || 'meetingId' in data);
}

function ownedBy(row: CustomerKnowledgeRow, event: RecordedEvent): Partial<CustomerKnowledgeRow> {
  if (!supersedes(event, row.owner_provenance ?? undefined)) return {};
  const { owner, name, team } = event.data as OwnerAssigned;
  return { owner, owner_name: name ?? null, owner_team: team ?? null, owner_provenance: provenanceOf(event) };
}

/** The knowledge of a customer of whom nothing was gathered. */
export function nothingKnown(customerId: string): CustomerKnowledgeRow {
  return {
    customer_id: customerId,
    facts: [],
    related_persons: [],
    motives: [],
    consents: [],
    owner: null,
    owner_name: null,
    owner_team: null,
    owner_provenance: null,
    planned_meetings: [],
    open_callbacks: [],
  };
}
