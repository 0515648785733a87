import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CustomerIdPipe } from '#intake/http';
import { ApiAnswer, ApiQueryOf, MomentQuery } from '#projections/http';
import { ReadModels, parseMoment } from '#projections/read-models';
import { type CustomerPage, readCustomerPage } from './customer-page.js';
import { CUSTOMER_PAGE_SCHEMA } from './customer-page-schema.js';

@ApiTags('customers')
@Controller('v1/customers/:customerId')
export class CustomerPageController {
  constructor(private readonly readModels: ReadModels) {}

  @Get()
  @ApiOperation({ operationId: 'getCustomer', summary: 'One customer: profile, funnel, loyalty, totals' })
  @ApiParam({ name: 'customerId', schema: { type: 'string', format: 'uuid' } })
  @ApiQueryOf(MomentQuery)
  @ApiAnswer('The customer at a glance', CUSTOMER_PAGE_SCHEMA)
  read(@Param('customerId', CustomerIdPipe) id: string, @Query() query: MomentQuery): Promise<CustomerPage> {
    return readCustomerPage(this.readModels, id, parseMoment(query));
  }
}
