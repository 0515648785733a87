import { customerOfStream, projectedTable, type Projection, type RecordedEvent, toUtc } from '#kernel';
import type { MeetingCancelled, MeetingHeld, MeetingMissed, MeetingPlanned } from '../events/index.js';

export const MEETING_STATES = ['planned', 'held', 'missed', 'cancelled'] as const;
export type MeetingState = (typeof MEETING_STATES)[number];

/** One planned meeting, and how it ended. */
export interface MeetingRow {
  /** Customer and meeting: the source's ids are unique within a customer. */
  meeting: string;
  customer_id: string;
  meeting_id: string;
  starts_at: string;
  duration_seconds: number | null;
  place: string | null;
  channel: string | null;
  subject: string | null;
  owner: string | null;
  planned_at: string;
  planned_event_id: string;
  /** Position of the planning: unique, never changes, so lists can be paged by it. */
  planned_position: number;
  state: MeetingState;
  ended_at: string | null;
  ended_event_id: string | null;
  /** Who did not come, or who called it off. */
  ended_by: string | null;
}

const TYPES: ReadonlySet<string> = new Set(['MeetingPlanned', 'MeetingHeld', 'MeetingMissed', 'MeetingCancelled']);

export const meetingTable = projectedTable<MeetingRow>({
  name: 'meeting',
  columns: {
    meeting: 'text',
    customer_id: 'uuid',
    meeting_id: 'text',
    starts_at: 'timestamptz',
    duration_seconds: 'integer',
    place: 'text',
    channel: 'text',
    subject: 'text',
    owner: 'text',
    planned_at: 'timestamptz',
    planned_event_id: 'uuid',
    planned_position: 'bigint',
    state: 'text',
    ended_at: 'timestamptz',
    ended_event_id: 'uuid',
    ended_by: 'text',
  },
  key: 'meeting',
  indexes: ['(starts_at, planned_position)', '(planned_position)', '(customer_id)'],

  keysOf(event) {
    const customerId = TYPES.has(event.type) ? customerOfStream(event.stream) : undefined;
    const { meetingId } = event.data as MeetingHeld;
    return customerId === undefined || meetingId === undefined ? [] : [`${customerId}/${meetingId}`];
  },

  evolve(row, event, key) {
    if (event.type === 'MeetingPlanned') return planned(event, key);
    if (!row) throw new Error(`meeting ${key} was never planned`);
    return { ...row, ...endOf(event), ended_at: event.metadata.occurredAt, ended_event_id: event.id };
  },
});

function endOf({ type, data }: RecordedEvent): Pick<MeetingRow, 'state' | 'ended_by'> {
  if (type === 'MeetingMissed') return { state: 'missed', ended_by: (data as MeetingMissed).missedBy ?? null };
  if (type === 'MeetingCancelled') {
    return { state: 'cancelled', ended_by: (data as MeetingCancelled).cancelledBy ?? null };
  }
  return { state: 'held', ended_by: null };
}

function planned(event: RecordedEvent, key: string): MeetingRow {
  const data = event.data as MeetingPlanned;
  return {
    meeting: key,
    customer_id: customerOfStream(event.stream)!,
    meeting_id: data.meetingId,
    starts_at: toUtc(data.startsAt),
    duration_seconds: data.durationSeconds ?? null,
    place: data.place ?? null,
    channel: data.channel ?? null,
    subject: data.subject ?? null,
    owner: data.owner ?? null,
    planned_at: event.metadata.occurredAt,
    planned_event_id: event.id,
    planned_position: Number(event.position),
    state: 'planned',
    ended_at: null,
    ended_event_id: null,
    ended_by: null,
  };
}

/** Every planned meeting as a row of its own. */
export const meetingsProjection: Projection = { name: 'meetings', version: 1, scope: 'stream', tables: [meetingTable] };
