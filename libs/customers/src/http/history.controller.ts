import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CustomerIdPipe } from '#intake/http';
import { Instant, OneOf, Text, toUtc } from '#kernel';
import { ApiAnswer, ApiQueryOf, PageQuery, decodeCursor, encodeCursor, pageSizeOf } from '#projections/http';
import { parseMoment } from '#projections/read-models';
import { GetHistory, type HistoryFilter } from '../queries/get-history.query.js';
import type { HistoryEvent } from '../queries/history-event.js';
import { HISTORY_SCHEMA } from './customer-schemas.js';

export class HistoryQuery extends PageQuery {
  @Text({ about: 'Event types, separated by commas', max: 2_000, optional: true })
  types?: string;

  @Instant({ about: 'Not before this time of occurrence', optional: true })
  from?: string;

  @Instant({ about: 'Before this time of occurrence', optional: true })
  until?: string;

  @Text({ about: 'Only what this system reported', max: 500, optional: true })
  source?: string;

  @Text({ about: 'Only what this actor did', max: 200, optional: true })
  actor?: string;

  @OneOf(['forwards', 'backwards'], {
    about: 'Oldest first (forwards) or newest first; by order of recording',
    optional: true,
  })
  direction?: 'forwards' | 'backwards';

  @Instant({ about: 'What was true then: only what had happened by this time', optional: true })
  asOf?: string;

  @Instant({ about: 'What was known then: only what had been recorded by this time', optional: true })
  knownAt?: string;
}

@ApiTags('customers')
@Controller('v1/customers/:customerId/history')
export class HistoryController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ operationId: 'getHistory', summary: 'All that happened with the customer, filtered, in pages' })
  @ApiParam({ name: 'customerId', schema: { type: 'string', format: 'uuid' } })
  @ApiQueryOf(HistoryQuery)
  @ApiAnswer('A page of events', HISTORY_SCHEMA)
  async read(
    @Param('customerId', CustomerIdPipe) customerId: string,
    @Query() query: HistoryQuery,
  ): Promise<{ customerId: string; events: HistoryEvent[]; next: string | null }> {
    const fromRevision = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['revision']).revision;
    const page = await this.queries.execute(
      new GetHistory(customerId, filterOf(query), {
        direction: query.direction ?? 'forwards',
        limit: pageSizeOf(query),
        ...(fromRevision === undefined ? {} : { fromRevision }),
      }),
    );
    const next = page.nextRevision === null ? null : encodeCursor({ revision: page.nextRevision });
    return { customerId, events: page.events, next };
  }
}

function filterOf({ types, from, until, source, actor, asOf, knownAt }: HistoryQuery): HistoryFilter {
  return {
    ...parseMoment({ asOf, knownAt }),
    ...(types ? { types: types.split(',').map((type) => type.trim()) } : {}),
    ...(from ? { from: toUtc(from) } : {}),
    ...(until ? { until: toUtc(until) } : {}),
    ...(source ? { source } : {}),
    ...(actor ? { actor } : {}),
  };
}
