import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiAnswer, ApiQueryOf } from '#projections/http';
import { type FunnelRulesView, GetFunnelRules } from '../queries/get-funnel-rules.query.js';
import { FunnelRulesQuery, instantAskedBy } from './funnel-queries.js';
import { FUNNEL_RULES_SCHEMA } from './funnel-schemas.js';

@ApiTags('sales')
@Controller('v1/funnel/rules')
export class FunnelRulesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({
    operationId: 'getFunnelRules',
    summary: 'The rules of the funnel: in force at an instant, or of a version',
  })
  @ApiQueryOf(FunnelRulesQuery)
  @ApiAnswer('The rules, and which versions there are', FUNNEL_RULES_SCHEMA)
  read(@Query() query: FunnelRulesQuery): Promise<FunnelRulesView> {
    const { version } = query;
    return this.queries.execute(
      new GetFunnelRules(instantAskedBy(query), version === undefined ? undefined : Number(version)),
    );
  }
}
