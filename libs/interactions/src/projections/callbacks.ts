import { customerOfStream, projectedTable, type Projection, type RecordedEvent, toUtc } from '#kernel';
import type { CallbackCompleted, CallbackMissed, CallbackRequested } from '../events/index.js';
import { deadlineOf } from '../rules/callback-promise.js';

/** One promised call-back. */
export interface CallbackRow {
  /** Customer and call-back: the source's ids are unique within a customer. */
  callback: string;
  customer_id: string;
  callback_id: string;
  promised_at: string;
  promised_until: string | null;
  /** The end of the window, or the promised time: until then the promise is kept. */
  deadline: string;
  phone: string | null;
  subject: string | null;
  page: string | null;
  owner: string | null;
  requested_at: string;
  requested_event_id: string;
  /** Position of the request: unique, never changes, so lists can be paged by it. */
  requested_position: number;
  completed_at: string | null;
  completed_by: string | null;
  completed_event_id: string | null;
  missed_at: string | null;
  missed_by: string | null;
  missed_event_id: string | null;
}

const TYPES: ReadonlySet<string> = new Set(['CallbackRequested', 'CallbackCompleted', 'CallbackMissed']);

export const callbackTable = projectedTable<CallbackRow>({
  name: 'callback',
  columns: {
    callback: 'text',
    customer_id: 'uuid',
    callback_id: 'text',
    promised_at: 'timestamptz',
    promised_until: 'timestamptz',
    deadline: 'timestamptz',
    phone: 'text',
    subject: 'text',
    page: 'text',
    owner: 'text',
    requested_at: 'timestamptz',
    requested_event_id: 'uuid',
    requested_position: 'bigint',
    completed_at: 'timestamptz',
    completed_by: 'text',
    completed_event_id: 'uuid',
    missed_at: 'timestamptz',
    missed_by: 'text',
    missed_event_id: 'uuid',
  },
  key: 'callback',
  indexes: ['(promised_at, requested_position)', '(requested_position)', '(customer_id)'],

  keysOf(event) {
    const customerId = TYPES.has(event.type) ? customerOfStream(event.stream) : undefined;
    return customerId === undefined ? [] : [`${customerId}/${(event.data as CallbackRequested).callbackId}`];
  },

  evolve(row, event, key) {
    if (event.type === 'CallbackRequested') return requested(event, key);
    if (!row) throw new Error(`call-back ${key} was never requested`);
    const { occurredAt } = event.metadata;
    if (event.type === 'CallbackMissed') {
      const { missedBy = null } = event.data as CallbackMissed;
      return { ...row, missed_at: occurredAt, missed_by: missedBy, missed_event_id: event.id };
    }
    const { completedBy = null } = event.data as CallbackCompleted;
    return { ...row, completed_at: occurredAt, completed_by: completedBy, completed_event_id: event.id };
  },
});

function requested(event: RecordedEvent, key: string): CallbackRow {
  const data = event.data as CallbackRequested;
  const promisedAt = toUtc(data.promisedAt);
  const promisedUntil = data.promisedUntil === undefined ? null : toUtc(data.promisedUntil);
  return {
    callback: key,
    customer_id: customerOfStream(event.stream)!,
    callback_id: data.callbackId,
    promised_at: promisedAt,
    promised_until: promisedUntil,
    deadline: deadlineOf({ promisedAt, promisedUntil }),
    phone: data.phone ?? null,
    subject: data.subject ?? null,
    page: data.page ?? null,
    owner: data.owner ?? null,
    requested_at: event.metadata.occurredAt,
    requested_event_id: event.id,
    requested_position: Number(event.position),
    completed_at: null,
    completed_by: null,
    completed_event_id: null,
    missed_at: null,
    missed_by: null,
    missed_event_id: null,
  };
}

/** Every promised call-back as a row of its own. */
export const callbacksProjection: Projection = {
  name: 'callbacks',
  version: 1,
  scope: 'stream',
  tables: [callbackTable],
};
