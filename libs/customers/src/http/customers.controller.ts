import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Text, parseCustomerReference } from '#kernel';
import { ApiAnswer, ApiQueryOf, PageQuery, decodeCursor, encodeCursor, pageSizeOf } from '#projections/http';
import { ListCustomers, type ListedCustomer } from '../queries/list-customers.query.js';
import { CUSTOMERS_PAGE_SCHEMA } from './customer-schemas.js';

export class CustomersQuery extends PageQuery {
  @Text({ about: 'Words that names or contact values begin with; all must be found', max: 200, optional: true })
  search?: string;

  @Text({ about: 'The customer whom a source names: source#subject, or his id', max: 1_000, optional: true })
  reference?: string;

  @Text({ about: 'Only customers whom this owner looks after', max: 200, optional: true })
  owner?: string;
}

@ApiTags('customers')
@Controller('v1/customers')
export class CustomersController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({
    operationId: 'listCustomers',
    summary: 'Customers in the order in which the ledger came to know them, searched, in pages',
  })
  @ApiQueryOf(CustomersQuery)
  @ApiAnswer('A page of customers', CUSTOMERS_PAGE_SCHEMA)
  async list(@Query() query: CustomersQuery): Promise<{ customers: ListedCustomer[]; next: string | null }> {
    const { search, reference, owner, cursor } = query;
    const page = await this.queries.execute(
      new ListCustomers(
        {
          ...(search === undefined ? {} : { search }),
          ...(owner === undefined ? {} : { owner }),
          ...(reference === undefined ? {} : { id: parseCustomerReference(reference) }),
        },
        {
          limit: pageSizeOf(query),
          ...(cursor === undefined ? {} : decodeCursor(cursor, ['after'])),
        },
      ),
    );
    return { customers: page.customers, next: page.after === null ? null : encodeCursor({ after: page.after }) };
  }
}
