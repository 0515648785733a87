import { PARKED_STATUSES, type ParkedEvent } from '../../parked/parked-event.js';
import type { EventInLog, ParkedEventDetail } from '../../parked/parked-event-detail.js';
import type { RetryResult, SkipResult } from '../../parked/parked-events.js';
import type { RetryOutcome } from '../../parked/retry-outcome.js';
import type { RowKey } from '../../fold/row.js';
import {
  type AnswerSchema,
  COUNT,
  ID,
  INSTANT,
  NEXT_CURSOR,
  POSITION,
  TEXT,
  listOf,
  objectOf,
  orNull,
} from '../answer-schema.js';

const EVENT_FIELDS: Record<keyof ParkedEvent, AnswerSchema> = {
  projection: TEXT,
  position: POSITION,
  status: {
    type: 'string',
    enum: PARKED_STATUSES,
    description:
      'parked: it failed. held: it waits for one that is missing from a row of its. skipped: it is left out for good',
  },
  eventId: ID,
  stream: TEXT,
  type: TEXT,
  error: orNull({ type: 'string', description: 'Why it failed the last time' }),
  attempts: { type: 'integer', description: 'How often it was tried' },
  parkedAt: INSTANT,
  skipReason: orNull(TEXT),
  skippedAt: orNull(INSTANT),
  skippedBy: orNull(TEXT),
};

const EVENT_SCHEMA = objectOf<ParkedEvent>(EVENT_FIELDS);

/** A page of parked events. */
export interface ParkedList {
  events: ParkedEvent[];
  next: string | null;
}

export const PARKED_LIST_SCHEMA = objectOf<ParkedList>({ events: listOf(EVENT_SCHEMA), next: NEXT_CURSOR });

const ANY_OBJECT: AnswerSchema = { type: 'object' };

export const PARKED_DETAIL_SCHEMA = objectOf<ParkedEventDetail>({
  ...EVENT_FIELDS,
  stack: orNull(TEXT),
  keys: listOf(objectOf<RowKey>({ table: TEXT, key: TEXT })),
  wholeStream: {
    type: 'boolean',
    description: 'Not all of the rows that it would have touched are known, so that its whole stream waits',
  },
  event: objectOf<EventInLog>({
    id: ID,
    type: TEXT,
    stream: TEXT,
    revision: COUNT,
    position: POSITION,
    data: orNull(ANY_OBJECT),
    metadata: orNull(ANY_OBJECT),
    unreadable: orNull({ type: 'string', description: 'Why this program cannot read its bytes' }),
  }),
  heldBehindCount: { type: 'integer', description: 'How many events wait because of it' },
  heldBehind: listOf(EVENT_SCHEMA),
  sameStream: listOf(EVENT_SCHEMA),
});

const OUTCOME_FIELDS: Record<keyof RetryOutcome, AnswerSchema> = {
  applied: { type: 'integer', description: 'How many are in the rows now' },
  parked: { type: 'integer', description: 'How many failed again' },
  held: { type: 'integer', description: 'How many wait for those' },
};

export const RETRY_RESULT_SCHEMA = objectOf<RetryResult>({
  ...OUTCOME_FIELDS,
  projections: listOf(objectOf<RetryResult['projections'][number]>({ name: TEXT, ...OUTCOME_FIELDS })),
});

export const SKIP_RESULT_SCHEMA = objectOf<SkipResult>({
  event: EVENT_SCHEMA,
  retried: objectOf<RetryOutcome>(OUTCOME_FIELDS),
});
