import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiAnswer, ApiQueryOf, cursorAfter, pageAskedBy } from '#projections/http';
import { instantOf, parseMoment } from '#projections/read-models';
import { ListServiceRequests } from '../queries/list-service-requests.query.js';
import { ReportServiceRequests, type RequestReport } from '../queries/report-service-requests.query.js';
import { requestFilterOf, type RequestFilterQuery, RequestReportQuery, RequestsQuery } from './request-queries.js';
import { REQUEST_REPORT_SCHEMA, REQUESTS_SCHEMA, type RequestsAnswer } from './request-schemas.js';

@ApiTags('service')
@Controller('v1/service-requests')
export class ServiceRequestsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ operationId: 'listServiceRequests', summary: 'Service requests, filtered, in pages' })
  @ApiQueryOf(RequestsQuery)
  @ApiAnswer('A page of requests with their times', REQUESTS_SCHEMA)
  async list(@Query() query: RequestsQuery): Promise<RequestsAnswer> {
    const at = judgedAt(query);
    const page = await this.queries.execute(new ListServiceRequests(requestFilterOf(query), at, pageAskedBy(query)));
    return { at, requests: page.requests, next: cursorAfter(page.after) };
  }

  @Get('report')
  @ApiOperation({
    operationId: 'reportServiceRequests',
    summary: 'How many requests, how fast they are answered and resolved, how many are late',
  })
  @ApiQueryOf(RequestReportQuery)
  @ApiAnswer('The figures, each with the number of requests behind it', REQUEST_REPORT_SCHEMA)
  report(@Query() query: RequestReportQuery): Promise<RequestReport> {
    return this.queries.execute(new ReportServiceRequests(requestFilterOf(query), judgedAt(query), query.by));
  }
}

/** The instant at which a query wants what is overdue to be judged. */
function judgedAt({ at }: RequestFilterQuery): string {
  return instantOf(parseMoment({ asOf: at }));
}
