import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Instant, OneOf, Text, toUtc } from '#kernel';
import {
  ApiAnswer,
  ApiQueryOf,
  COUNT,
  ID,
  INSTANT,
  NEXT_CURSOR,
  PageQuery,
  TEXT,
  decodeCursor,
  encodeCursor,
  listOf,
  objectOf,
  orNull,
  pageSizeOf,
} from '#projections/http';
import { MEETING_STATES, type MeetingState } from '../projections/meetings.js';
import { ListMeetings, type ListedMeeting } from '../queries/list-meetings.query.js';

export class MeetingsQuery extends PageQuery {
  @OneOf(MEETING_STATES, { about: 'Still planned, or how they ended', optional: true })
  state?: MeetingState;

  @Instant({ about: 'Beginning not before', optional: true })
  from?: string;

  @Instant({ about: 'Beginning before', optional: true })
  to?: string;

  @Text({ about: 'Only those that this owner looks after', max: 200, optional: true })
  owner?: string;
}

interface MeetingsAnswer {
  meetings: ListedMeeting[];
  next: string | null;
}

const MEETINGS_SCHEMA = objectOf<MeetingsAnswer>({
  meetings: listOf(
    objectOf<ListedMeeting>({
      customerId: ID,
      meetingId: TEXT,
      state: { type: 'string', enum: MEETING_STATES },
      startsAt: INSTANT,
      durationSeconds: orNull(COUNT),
      place: orNull(TEXT),
      channel: orNull(TEXT),
      subject: orNull(TEXT),
      owner: orNull(TEXT),
      plannedAt: INSTANT,
      plannedEventId: ID,
      endedAt: orNull(INSTANT),
      endedBy: orNull(TEXT),
      endedEventId: orNull(ID),
    }),
  ),
  next: NEXT_CURSOR,
});

@ApiTags('interactions')
@Controller('v1/meetings')
export class MeetingsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ operationId: 'listMeetings', summary: 'Planned meetings in the order of their times, in pages' })
  @ApiQueryOf(MeetingsQuery)
  @ApiAnswer('A page of meetings', MEETINGS_SCHEMA)
  async list(@Query() query: MeetingsQuery): Promise<MeetingsAnswer> {
    const { state, from, to, owner, cursor } = query;
    const { meetings, after } = await this.queries.execute(
      new ListMeetings(
        {
          ...(state === undefined ? {} : { state }),
          ...(from === undefined ? {} : { from: toUtc(from) }),
          ...(to === undefined ? {} : { to: toUtc(to) }),
          ...(owner === undefined ? {} : { owner }),
        },
        {
          limit: pageSizeOf(query),
          ...(cursor === undefined ? {} : decodeCursor(cursor, ['after'])),
        },
      ),
    );
    return { meetings, next: after === null ? null : encodeCursor({ after }) };
  }
}
