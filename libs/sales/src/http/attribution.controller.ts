import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Instant, OneOf, Text } from '#kernel';
import { ApiAnswer, ApiQueryOf, givenTexts, periodOf, ReadQuery } from '#projections/http';
import { type AttributionReport, ReportAttribution } from '../queries/report-attribution.query.js';
import {
  ATTRIBUTION_KEYS,
  ATTRIBUTION_TOUCHES,
  type AttributionKey,
  type AttributionTouch,
} from '../rules/funnel-attribution.js';
import { ATTRIBUTION_SCHEMA } from './funnel-schemas.js';

export class AttributionQuery extends ReadQuery {
  @OneOf(ATTRIBUTION_TOUCHES, {
    about: 'The contact that a purchase is put down to: the first of all (by default), or the last before it',
    optional: true,
  })
  touch?: AttributionTouch;

  @OneOf(ATTRIBUTION_KEYS, { about: 'What of the contact to tell groups by; by default the channel', optional: true })
  by?: AttributionKey;

  @Instant({ about: 'First purchases from this time on', optional: true })
  from?: string;

  @Instant({ about: 'First purchases before this time', optional: true })
  to?: string;

  @Text({ about: 'Only customers whose first event this system reported', max: 500, optional: true })
  source?: string;

  @Text({ about: 'Only customers whom this owner looks after', max: 200, optional: true })
  owner?: string;
}

@ApiTags('sales')
@Controller('v1/funnel/attribution')
export class AttributionController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ operationId: 'getAttribution', summary: 'Which contacts first purchases are put down to' })
  @ApiQueryOf(AttributionQuery)
  @ApiAnswer('First purchases by contact', ATTRIBUTION_SCHEMA)
  read(@Query() query: AttributionQuery): Promise<AttributionReport> {
    const { touch = 'first', by = 'channel' } = query;
    const filter = givenTexts(query, ['source', 'owner']);
    return this.queries.execute(new ReportAttribution(touch, by, periodOf(query), filter));
  }
}
