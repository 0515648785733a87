import {
  type AnswerSchema,
  COUNT,
  ID,
  INSTANT,
  POSITION,
  TEXT,
  byName,
  listOf,
  objectOf,
  orNull,
} from '#projections/http';
import { CONTACT_POINT_KINDS, PURCHASE_MOTIVES } from '../events/index.js';
import type { PlannedMeeting } from '../projections/agenda.js';
import type { Provenance } from '../projections/provenance.js';
import type { KnownMotive } from '../projections/purchase-motives.js';
import type { KnownFact } from '../projections/recorded-facts.js';
import type { ContactPointView } from '../queries/contact-point-view.js';
import type {
  ConsentView,
  OpenCallbackView,
  OwnerView,
  PersonView,
  ProfileView,
  TouchpointView,
} from '../queries/profile-view.js';

const PLAIN_VALUE: AnswerSchema = { anyOf: [TEXT, { type: 'number' }, { type: 'boolean' }] };
const DATE: AnswerSchema = { type: 'string', format: 'date' };

const PROVENANCE = objectOf<Provenance>({ eventId: ID, position: POSITION, occurredAt: INSTANT, recordedAt: INSTANT });

const CONTACT_POINT = objectOf<ContactPointView>(
  {
    kind: { type: 'string', enum: CONTACT_POINT_KINDS },
    value: TEXT,
    label: TEXT,
    state: { type: 'string', enum: ['added', 'verified', 'retired'] },
    eventId: ID,
    addedAt: INSTANT,
    verified: objectOf<NonNullable<ContactPointView['verified']>>({ at: INSTANT, how: TEXT, eventId: ID }, ['how']),
    retired: objectOf<NonNullable<ContactPointView['retired']>>({ at: INSTANT, reason: TEXT, eventId: ID }, ['reason']),
  },
  ['label', 'verified', 'retired'],
);

const FACT = objectOf<KnownFact>(
  { kind: TEXT, value: TEXT, source: TEXT, extractedFrom: ID, confidence: COUNT, provenance: PROVENANCE },
  ['source', 'extractedFrom', 'confidence'],
);

const PERSON = objectOf<PersonView>(
  { relation: TEXT, name: TEXT, birthDate: DATE, personId: TEXT, note: TEXT, provenance: byName(PROVENANCE) },
  ['name', 'birthDate', 'personId', 'note'],
);

const MOTIVE = objectOf<KnownMotive>({
  motive: { type: 'string', enum: PURCHASE_MOTIVES },
  count: COUNT,
  firstAt: INSTANT,
  lastAt: INSTANT,
});

const CONSENT = objectOf<ConsentView>(
  {
    purpose: TEXT,
    channel: orNull(TEXT),
    state: { type: 'string', enum: ['given', 'withdrawn'] },
    since: INSTANT,
    how: TEXT,
    wording: TEXT,
    provenance: PROVENANCE,
  },
  ['how', 'wording'],
);

const OWNER = objectOf<OwnerView>({
  owner: TEXT,
  name: orNull(TEXT),
  team: orNull(TEXT),
  since: INSTANT,
  provenance: PROVENANCE,
});

const TOUCHPOINT = objectOf<TouchpointView>(
  { type: TEXT, channel: TEXT, direction: TEXT, store: TEXT, eventId: ID, occurredAt: INSTANT },
  ['channel', 'direction', 'store'],
);

const MEETING = objectOf<PlannedMeeting>(
  { meetingId: TEXT, startsAt: INSTANT, place: TEXT, channel: TEXT, subject: TEXT, owner: TEXT, eventId: ID },
  ['place', 'channel', 'subject', 'owner'],
);

const CALLBACK = objectOf<OpenCallbackView>(
  {
    callbackId: TEXT,
    promisedAt: INSTANT,
    promisedUntil: INSTANT,
    phone: TEXT,
    subject: TEXT,
    owner: TEXT,
    eventId: ID,
    late: { type: 'boolean' },
  },
  ['promisedUntil', 'phone', 'subject', 'owner'],
);

/** JSON Schema of who the customer is. */
export const PROFILE_SCHEMA = objectOf<ProfileView>({
  name: orNull(TEXT),
  preferredName: orNull(TEXT),
  salutation: orNull(TEXT),
  birthDate: orNull(DATE),
  language: orNull(TEXT),
  gender: orNull(TEXT),
  industry: orNull(TEXT),
  relationshipMode: orNull(TEXT),
  relationshipReason: orNull(TEXT),
  contactPoints: listOf(CONTACT_POINT),
  attributes: byName(PLAIN_VALUE),
  facts: listOf(FACT),
  relatedPersons: listOf(PERSON),
  motives: listOf(MOTIVE),
  consents: listOf(CONSENT),
  owner: orNull(OWNER),
  registeredAt: orNull(INSTANT),
  firstContactAt: orNull(INSTANT),
  lastContactAt: orNull(INSTANT),
  lastTouchpoint: orNull(TOUCHPOINT),
  plannedMeetings: listOf(MEETING),
  openCallbacks: listOf(CALLBACK),
  provenance: byName(PROVENANCE),
});
