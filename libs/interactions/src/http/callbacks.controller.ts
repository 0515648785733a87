import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Instant, OneOf, Text, toUtc } from '#kernel';
import { ApiAnswer, ApiQueryOf, PageQuery, decodeCursor, encodeCursor, pageSizeOf } from '#projections/http';
import {
  CALLBACK_FILTERS,
  type CallbackFilter,
  type CallbacksPage,
  type CallbacksWanted,
  ListCallbacks,
} from '../queries/list-callbacks.query.js';
import { CALLBACKS_SCHEMA } from './callback-schemas.js';

export class CallbacksQuery extends PageQuery {
  @OneOf(CALLBACK_FILTERS, {
    about:
      'due: can still be kept; late: the time has passed and nobody called; open: due and late; missed: said to be ' +
      'missed; completed; completed_late: completed after the promised time',
    optional: true,
  })
  state?: CallbackFilter;

  @Instant({ about: 'The instant at which they are judged; by default now', optional: true })
  at?: string;

  @Instant({ about: 'Promised not before', optional: true })
  from?: string;

  @Instant({ about: 'Promised before', optional: true })
  to?: string;

  @Text({ about: 'Only what this owner is to do', max: 200, optional: true })
  owner?: string;
}

export type CallbacksAnswer = Omit<CallbacksPage, 'after'> & { next: string | null };

@ApiTags('interactions')
@Controller('v1/callbacks')
export class CallbacksController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({
    operationId: 'listCallbacks',
    summary: 'Promised call-backs: how many are due, late, missed and made, and which, in pages',
  })
  @ApiQueryOf(CallbacksQuery)
  @ApiAnswer('Counts of all that was asked for but the state, and a page of the list', CALLBACKS_SCHEMA)
  async list(@Query() query: CallbacksQuery): Promise<CallbacksAnswer> {
    const { cursor } = query;
    const { after, ...page } = await this.queries.execute(
      new ListCallbacks(wantedBy(query), {
        limit: pageSizeOf(query),
        ...(cursor === undefined ? {} : decodeCursor(cursor, ['after'])),
      }),
    );
    return { ...page, next: after === null ? null : encodeCursor({ after }) };
  }
}

function wantedBy({ state, at, from, to, owner }: CallbacksQuery): CallbacksWanted {
  return {
    at: at === undefined ? new Date().toISOString() : toUtc(at),
    ...(state === undefined ? {} : { state }),
    ...(from === undefined ? {} : { from: toUtc(from) }),
    ...(to === undefined ? {} : { to: toUtc(to) }),
    ...(owner === undefined ? {} : { owner }),
  };
}
