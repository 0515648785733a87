import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Instant, Text, toUtc } from '#kernel';
import { ApiAnswer, ApiQueryOf, ReadQuery } from '#projections/http';
import { instantOf, parseMoment } from '#projections/read-models';
import { GetLiability, type LiabilityReport } from '../queries/get-liability.query.js';
import { GetReconciliation, type Reconciliation } from '../queries/get-reconciliation.query.js';
import { LIABILITY_SCHEMA, RECONCILIATION_SCHEMA } from './liability-schemas.js';

export class LiabilityQuery extends ReadQuery {
  @Instant({ about: 'The instant that the report is of; by default now', optional: true })
  asOf?: string;

  @Instant({ about: 'Movements behind this instant; by default all', optional: true })
  from?: string;

  @Text({ about: 'Of this programme only; by default of all', max: 100, optional: true })
  program?: string;
}

export class ReconciliationQuery extends ReadQuery {
  @Instant({ about: 'What has ended by then and is not booked is due; by default now', optional: true })
  asOf?: string;
}

@ApiTags('loyalty')
@Controller('v1/loyalty')
export class LiabilityController {
  constructor(private readonly queries: QueryBus) {}

  @Get('liability')
  @ApiOperation({
    operationId: 'getLiability',
    summary: 'Points outstanding of all customers: by month of expiry, their worth, and how they came about',
  })
  @ApiQueryOf(LiabilityQuery)
  @ApiAnswer('The liability, programme by programme', LIABILITY_SCHEMA)
  liability(@Query() { asOf, from, program }: LiabilityQuery): Promise<LiabilityReport> {
    return this.queries.execute(
      new GetLiability(instantOf(parseMoment({ asOf })), from === undefined ? undefined : toUtc(from), program),
    );
  }

  @Get('reconciliation')
  @ApiOperation({
    operationId: 'getReconciliation',
    summary: 'Whether lots, accounts and movements agree, and booked expiry with the lots’ dates',
  })
  @ApiQueryOf(ReconciliationQuery)
  @ApiAnswer('What was checked, and what differs', RECONCILIATION_SCHEMA)
  reconciliation(@Query() { asOf }: ReconciliationQuery): Promise<Reconciliation> {
    return this.queries.execute(new GetReconciliation(instantOf(parseMoment({ asOf }))));
  }
}
