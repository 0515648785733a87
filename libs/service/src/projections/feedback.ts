import { customerOfStream, projectedTable, type Projection, type RecordedEvent } from '#kernel';
import type { FeedbackActedOn, FeedbackReceived } from '../events/index.js';
import { feedbackReference } from '../feedback-reference.js';

/** One feedback of a customer, with what was done about it. */
export interface FeedbackRow {
  /** `<customer>:<feedbackId>`, or the event's id in place of the feedbackId where it has none. */
  feedback_key: string;
  first_position: number;
  customer_id: string;
  /** The name by which actions mean it. */
  feedback_ref: string;
  event_id: string;
  source: string;
  /** null, like all that it says, while only an action is known. */
  received_at: string | null;
  kind: string | null;
  category: string | null;
  severity: string | null;
  store: string | null;
  channel: string | null;
  product: string | null;
  employee: string | null;
  request_id: string | null;
  /** The earliest action. */
  acted_at: string | null;
  actions: number;
  /** The latest action and the change that it led to. */
  last_action: string | null;
  last_action_at: string | null;
  change_ref: string | null;
}

export const feedbackTable = projectedTable<FeedbackRow>({
  name: 'feedback',
  columns: {
    feedback_key: 'text',
    first_position: 'bigint',
    customer_id: 'uuid',
    feedback_ref: 'text',
    event_id: 'uuid',
    source: 'text',
    received_at: 'timestamptz',
    kind: 'text',
    category: 'text',
    severity: 'text',
    store: 'text',
    channel: 'text',
    product: 'text',
    employee: 'text',
    request_id: 'text',
    acted_at: 'timestamptz',
    actions: 'integer',
    last_action: 'text',
    last_action_at: 'timestamptz',
    change_ref: 'text',
  },
  key: 'feedback_key',
  indexes: ['(first_position)', '(customer_id)', '(received_at)'],

  keysOf(event) {
    const customerId = customerOfStream(event.stream);
    const reference = referenceIn(event);
    return customerId === undefined || reference === undefined ? [] : [`${customerId}:${reference}`];
  },

  evolve(row, event, key) {
    const before = row ?? unheard(key, event);
    return event.type === 'FeedbackReceived' ? withFeedback(before, event) : withAction(before, event);
  },
});

function referenceIn({ id, type, data }: RecordedEvent): string | undefined {
  if (type === 'FeedbackReceived') return feedbackReference(id, data);
  return type === 'FeedbackActedOn' ? (data as FeedbackActedOn).feedbackId : undefined;
}

function withFeedback(row: FeedbackRow, { id, data, metadata }: RecordedEvent): FeedbackRow {
  const { kind, category, severity, store, channel, product, employee, requestId } = data as FeedbackReceived;
  return {
    ...row,
    event_id: id,
    received_at: metadata.occurredAt,
    kind,
    category: category ?? null,
    severity: severity ?? null,
    store: store ?? null,
    channel: channel ?? null,
    product: product ?? null,
    employee: employee ?? null,
    request_id: requestId ?? null,
  };
}

function withAction(row: FeedbackRow, { data, metadata }: RecordedEvent): FeedbackRow {
  const at = metadata.occurredAt;
  const { action, changeRef } = data as FeedbackActedOn;
  const newest = row.last_action_at === null || at >= row.last_action_at;
  return {
    ...row,
    acted_at: row.acted_at === null || at < row.acted_at ? at : row.acted_at,
    actions: row.actions + 1,
    ...(newest
      ? { last_action: action, last_action_at: at, change_ref: changeRef ?? row.change_ref }
      : { change_ref: row.change_ref ?? changeRef ?? null }),
  };
}

function unheard(key: string, event: RecordedEvent): FeedbackRow {
  return {
    feedback_key: key,
    first_position: Number(event.position),
    customer_id: customerOfStream(event.stream)!,
    feedback_ref: referenceIn(event)!,
    event_id: event.id,
    source: event.metadata.source,
    received_at: null,
    kind: null,
    category: null,
    severity: null,
    store: null,
    channel: null,
    product: null,
    employee: null,
    request_id: null,
    acted_at: null,
    actions: 0,
    last_action: null,
    last_action_at: null,
    change_ref: null,
  };
}

/** Every compliment, complaint, suggestion and question as a row of its own. */
export const feedbackRecords: Projection = { name: 'feedback', version: 1, scope: 'stream', tables: [feedbackTable] };
