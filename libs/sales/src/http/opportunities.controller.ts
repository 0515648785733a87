import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiAnswer, ApiQueryOf, cursorAfter, pageAskedBy } from '#projections/http';
import { ListOpportunities } from '../queries/list-opportunities.query.js';
import { type OpportunityReport, ReportOpportunities } from '../queries/report-opportunities.query.js';
import { OpportunitiesQuery, opportunityFilterOf, OpportunityReportQuery } from './opportunity-queries.js';
import { OPPORTUNITIES_SCHEMA, OPPORTUNITY_REPORT_SCHEMA, type OpportunitiesAnswer } from './opportunity-schemas.js';

@ApiTags('sales')
@Controller('v1/opportunities')
export class OpportunitiesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ operationId: 'listOpportunities', summary: 'Opportunities, filtered, in pages' })
  @ApiQueryOf(OpportunitiesQuery)
  @ApiAnswer('A page of opportunities', OPPORTUNITIES_SCHEMA)
  async list(@Query() query: OpportunitiesQuery): Promise<OpportunitiesAnswer> {
    const { state } = query;
    const filter = { ...opportunityFilterOf(query), ...(state ? { state } : {}) };
    const { opportunities, after } = await this.queries.execute(new ListOpportunities(filter, pageAskedBy(query)));
    return { opportunities, next: cursorAfter(after) };
  }

  @Get('report')
  @ApiOperation({
    operationId: 'reportOpportunities',
    summary: 'Win rate, revenue and days to close, in all and by one dimension',
  })
  @ApiQueryOf(OpportunityReportQuery)
  @ApiAnswer('The figures, each with the number of opportunities behind it', OPPORTUNITY_REPORT_SCHEMA)
  report(@Query() query: OpportunityReportQuery): Promise<OpportunityReport> {
    return this.queries.execute(new ReportOpportunities(opportunityFilterOf(query), query.by));
  }
}
