import { COUNT, ID, INSTANT, NEXT_CURSOR, TEXT, listOf, objectOf, orNull } from '#projections/http';
import type { CallbackCounts, CallbacksPage, ListedCallback } from '../queries/list-callbacks.query.js';
import { CALLBACK_STATES } from '../rules/callback-promise.js';

const COUNTS_SCHEMA = objectOf<CallbackCounts>({
  open: COUNT,
  due: COUNT,
  late: COUNT,
  missed: COUNT,
  completed: COUNT,
  completedLate: COUNT,
});

const CALLBACK_SCHEMA = objectOf<ListedCallback>({
  customerId: ID,
  callbackId: TEXT,
  state: { type: 'string', enum: CALLBACK_STATES },
  promisedAt: INSTANT,
  promisedUntil: orNull(INSTANT),
  secondsLate: COUNT,
  phone: orNull(TEXT),
  subject: orNull(TEXT),
  owner: orNull(TEXT),
  requestedAt: INSTANT,
  requestedEventId: ID,
  completedAt: orNull(INSTANT),
  completedBy: orNull(TEXT),
  completedEventId: orNull(ID),
  missedAt: orNull(INSTANT),
  missedBy: orNull(TEXT),
  missedEventId: orNull(ID),
});

/** JSON Schema of a page of call-backs. */
export const CALLBACKS_SCHEMA = objectOf<Omit<CallbacksPage, 'after'> & { next: string | null }>({
  at: INSTANT,
  counts: COUNTS_SCHEMA,
  callbacks: listOf(CALLBACK_SCHEMA),
  next: NEXT_CURSOR,
});
