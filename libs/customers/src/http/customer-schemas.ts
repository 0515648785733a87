import {
  type AnswerSchema,
  COUNT,
  ID,
  INSTANT,
  NEXT_CURSOR,
  POSITION,
  TEXT,
  byName,
  listOf,
  objectOf,
  orNull,
} from '#projections/http';
import { CONTACT_POINT_KINDS } from '../events/index.js';
import type { HistoryComment, HistoryEvent, ReferredEvent } from '../queries/history-event.js';
import type { ListedCustomer } from '../queries/list-customers.query.js';
import type { TotalsView } from '../queries/profile-view.js';

const KIND: AnswerSchema = { type: 'string', enum: CONTACT_POINT_KINDS };
const MONEY_BY_CURRENCY: AnswerSchema = { ...byName(COUNT), description: 'Minor units by ISO 4217 code' };

export const TOTALS_SCHEMA = objectOf<TotalsView>({
  purchases: COUNT,
  spend: MONEY_BY_CURRENCY,
  returns: COUNT,
  returned: MONEY_BY_CURRENCY,
  calls: COUNT,
  refusals: COUNT,
  interactions: COUNT,
  interactionsByType: byName(COUNT),
  openRequests: COUNT,
  events: COUNT,
});

export const CUSTOMERS_PAGE_SCHEMA = objectOf<{ customers: ListedCustomer[]; next: string | null }>({
  customers: listOf(
    objectOf<ListedCustomer>({
      id: ID,
      name: orNull(TEXT),
      contactPoints: listOf(objectOf<ListedCustomer['contactPoints'][number]>({ kind: KIND, value: TEXT })),
      firstContactAt: orNull(INSTANT),
      lastContactAt: orNull(INSTANT),
      totals: TOTALS_SCHEMA,
    }),
  ),
  next: NEXT_CURSOR,
});

const ACTOR_SCHEMA = objectOf<NonNullable<HistoryEvent['actor']>>({ id: TEXT, kind: TEXT, role: TEXT }, ['role']);

const COMMENT_SCHEMA = objectOf<HistoryComment>(
  { eventId: ID, text: TEXT, occurredAt: INSTANT, recordedAt: INSTANT, actor: ACTOR_SCHEMA },
  ['actor'],
);

const REFERRED_SCHEMA = objectOf<ReferredEvent>({ eventId: ID, type: TEXT, revision: COUNT, occurredAt: INSTANT });

export const HISTORY_SCHEMA = objectOf<{ customerId: string; events: HistoryEvent[]; next: string | null }>({
  customerId: ID,
  events: listOf(
    objectOf<HistoryEvent>(
      {
        eventId: ID,
        type: TEXT,
        revision: COUNT,
        position: POSITION,
        source: TEXT,
        sourceId: TEXT,
        subject: TEXT,
        occurredAt: INSTANT,
        recordedAt: INSTANT,
        schemaVersion: COUNT,
        actor: ACTOR_SCHEMA,
        correlationId: TEXT,
        causationId: TEXT,
        importId: TEXT,
        data: { type: 'object', description: 'The body, by the schema of the type: /v1/schemas/{type}' },
        comments: { ...listOf(COMMENT_SCHEMA), description: 'Comments on it, oldest first' },
        refersTo: { ...listOf(REFERRED_SCHEMA), description: 'What it refers to, what that refers to, and so on' },
      },
      ['subject', 'actor', 'correlationId', 'causationId', 'importId', 'comments', 'refersTo'],
    ),
  ),
  next: NEXT_CURSOR,
});
