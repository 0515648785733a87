import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { ProjectionEngine } from '#projections';
import { ReadModels } from '#projections/read-models';
import {
  CUSTOMERS_TOTAL,
  type EventTypeRow,
  type LedgerTotalRow,
  eventTypeTable,
  ledgerTotalTable,
} from '../projections/event-statistics.js';

/** The ledger in numbers. Positions and lags are strings, as everywhere outside the process. */
export interface Statistics {
  head: string;
  customers: number;
  events: Record<string, number>;
  projections: { name: string; version: number; checkpoint: string; lag: string; parked: number }[];
}

export class GetStatistics extends Query<Statistics> {}

@QueryHandler(GetStatistics)
export class GetStatisticsHandler implements IQueryHandler<GetStatistics> {
  constructor(
    private readonly store: EventStore,
    private readonly engine: ProjectionEngine,
    private readonly readModels: ReadModels,
  ) {}

  async execute(): Promise<Statistics> {
    const [head, status, types, customers] = await Promise.all([
      this.store.head(),
      this.engine.status(),
      this.readModels.repository<EventTypeRow>(eventTypeTable).find({ order: { type: 'ASC' } }),
      this.readModels.repository<LedgerTotalRow>(ledgerTotalTable).findOneBy({ name: CUSTOMERS_TOTAL }),
    ]);
    return {
      head: String(head),
      customers: customers?.total ?? 0,
      events: Object.fromEntries(types.map(({ type, events }) => [type, events])),
      projections: status.map(({ name, version, checkpoint, lag, parked }) => ({
        name,
        version,
        checkpoint: String(checkpoint),
        lag: String(lag),
        parked,
      })),
    };
  }
}
