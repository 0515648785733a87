import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { entityOf, ReadModels } from '#projections/read-models';
import { type MeetingRow, type MeetingState, meetingTable } from '../projections/meetings.js';

/** Which meetings are wanted. Times are RFC 3339 in UTC. */
export interface MeetingsWanted {
  state?: MeetingState;
  /** Beginning not before. */
  from?: string;
  /** Beginning before. */
  to?: string;
  owner?: string;
}

export interface ListedMeeting {
  customerId: string;
  meetingId: string;
  /** planned: nothing was said of how it ended, though its time may have passed. */
  state: MeetingState;
  startsAt: string;
  durationSeconds: number | null;
  place: string | null;
  channel: string | null;
  subject: string | null;
  owner: string | null;
  plannedAt: string;
  plannedEventId: string;
  endedAt: string | null;
  endedBy: string | null;
  endedEventId: string | null;
}

export interface MeetingsPage {
  meetings: ListedMeeting[];
  /** Position of the planning to go on behind, or null at the end. */
  after: number | null;
}

/** Planned meetings in the order of their times: an agenda. */
export class ListMeetings extends Query<MeetingsPage> {
  constructor(
    readonly wanted: MeetingsWanted,
    readonly page: { limit: number; after?: number },
  ) {
    super();
  }
}

@QueryHandler(ListMeetings)
export class ListMeetingsHandler implements IQueryHandler<ListMeetings> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ wanted, page: { limit, after } }: ListMeetings): Promise<MeetingsPage> {
    const query = this.readModels
      .repository<MeetingRow>(meetingTable)
      .createQueryBuilder('meeting')
      .orderBy('meeting.starts_at')
      .addOrderBy('meeting.planned_position')
      .limit(limit + 1);
    const { state, from, to, owner } = wanted;
    if (state !== undefined) query.andWhere('meeting.state = :state', { state });
    if (from !== undefined) query.andWhere('meeting.starts_at >= :from', { from });
    if (to !== undefined) query.andWhere('meeting.starts_at < :to', { to });
    if (owner !== undefined) query.andWhere('meeting.owner = :owner', { owner });
    if (after !== undefined) {
      const place = query
        .subQuery()
        .select('last.starts_at')
        .addSelect('last.planned_position')
        .from(entityOf(meetingTable), 'last')
        .where('last.planned_position = :after');
      query.andWhere(`(meeting.starts_at, meeting.planned_position) > ${place.getQuery()}`, { after });
    }
    const rows = await query.getMany();
    const shown = rows.slice(0, limit);
    return {
      meetings: shown.map(listedMeetingOf),
      after: rows.length > limit ? shown.at(-1)!.planned_position : null,
    };
  }
}

function listedMeetingOf(row: MeetingRow): ListedMeeting {
  return {
    customerId: row.customer_id,
    meetingId: row.meeting_id,
    state: row.state,
    startsAt: row.starts_at,
    durationSeconds: row.duration_seconds,
    place: row.place,
    channel: row.channel,
    subject: row.subject,
    owner: row.owner,
    plannedAt: row.planned_at,
    plannedEventId: row.planned_event_id,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
    endedEventId: row.ended_event_id,
  };
}
