import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { schemaOf } from '#kernel';
import type { ParkedEventDetail } from '../../parked/parked-event-detail.js';
import { ParkedEvents, type RetryResult, type SkipResult } from '../../parked/parked-events.js';
import { cursorBehind, placeOfCursor } from '../../parked/parked-place.js';
import { SkipRequest } from '../../parked/skip-request.js';
import { ApiAnswer } from '../answer-schema.js';
import { ApiQueryOf } from '../api-query-of.js';
import { pageSizeOf } from '../read-query.js';
import { ListParkedQuery, RetryParkedBody } from './parked-queries.js';
import {
  PARKED_DETAIL_SCHEMA,
  PARKED_LIST_SCHEMA,
  type ParkedList,
  RETRY_RESULT_SCHEMA,
  SKIP_RESULT_SCHEMA,
} from './parked-schemas.js';

@ApiTags('projections')
@Controller('v1/projections/:name/parked')
export class ParkedEventsController {
  constructor(private readonly parked: ParkedEvents) {}

  @Get()
  @ApiParam({ name: 'name' })
  @ApiQueryOf(ListParkedQuery)
  @ApiOperation({
    operationId: 'listParkedEvents',
    summary: 'Events that a projection has left out: failed, waiting for one that failed, or skipped',
  })
  @ApiAnswer('A page of them, in the order of the log', PARKED_LIST_SCHEMA)
  async list(@Param('name') projection: string, @Query() query: ListParkedQuery): Promise<ParkedList> {
    const after = query.cursor === undefined ? undefined : placeOfCursor(query.cursor);
    const { status } = query;
    const { events, next } = await this.parked.list({ projection, status, limit: pageSizeOf(query), after });
    return { events, next: next ? cursorBehind(next) : null };
  }

  @Get(':position')
  @ApiParam({ name: 'name' })
  @ApiParam({ name: 'position' })
  @ApiOperation({
    operationId: 'getParkedEvent',
    summary: 'A left-out event: why it failed, what it says, what waits for it',
  })
  @ApiAnswer('All that is known of it', PARKED_DETAIL_SCHEMA)
  get(@Param('name') projection: string, @Param('position') position: string): Promise<ParkedEventDetail> {
    return this.parked.show(projection, position);
  }

  @Post('retries')
  @HttpCode(200)
  @ApiParam({ name: 'name' })
  @ApiBody({ schema: schemaOf(RetryParkedBody) as never, required: false })
  @ApiOperation({
    operationId: 'retryParkedEvents',
    summary: 'Try left-out events again, as after a repair',
    description:
      'What succeeds is in the rows once; what fails stays parked. Each stream, or the projection where it is not ' +
      'divided by streams, is tried in one transaction, in the order of the log.',
  })
  @ApiAnswer('What it came to', RETRY_RESULT_SCHEMA)
  retry(@Param('name') projection: string, @Body() body?: RetryParkedBody): Promise<RetryResult> {
    return this.parked.retry({ projection, position: body?.position });
  }

  @Post(':position/skip')
  @HttpCode(200)
  @ApiParam({ name: 'name' })
  @ApiParam({ name: 'position' })
  @ApiBody({ schema: schemaOf(SkipRequest) as never })
  @ApiOperation({
    operationId: 'skipParkedEvent',
    summary: 'Leave a parked event out for good, and go on with what has waited for it',
    description:
      'It stays listed with the reason, and rebuilds leave it out too; a new version of the projection tries it again.',
  })
  @ApiAnswer('The event as it is now, and what became of those that waited', SKIP_RESULT_SCHEMA)
  skip(
    @Param('name') projection: string,
    @Param('position') position: string,
    @Body() request: SkipRequest,
  ): Promise<SkipResult> {
    return this.parked.skip(projection, position, request);
  }
}
