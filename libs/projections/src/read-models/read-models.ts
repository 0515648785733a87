import type { DataSource, Repository } from 'typeorm';
import type { EventCodec, EventStore } from '#event-store';
import { NotFound, type ProjectedTable, type RecordedEvent, customerStream } from '#kernel';
import { entityOf } from '../entity-of.js';
import { foldTable } from '../fold-rows.js';
import { type Moment, asksForPast, countsAt } from './moment.js';

/** The query side of the projections: their tables as they stand, and the same folds at any moment. */
export class ReadModels {
  constructor(
    private readonly store: EventStore,
    private readonly codec: EventCodec,
    private readonly dataSource: DataSource,
  ) {}

  /** TypeORM's view of a projection's table, to read from. */
  repository<Row extends object>(table: ProjectedTable): Repository<Row> {
    return this.dataSource.getRepository<Row>(entityOf(table));
  }

  /**
   * One customer's rows of a table (it has a column `customer_id`): as they stand, or folded from his stream.
   * Throws NotFound for a customer of whom the ledger knows nothing.
   */
  async customerRows<Row extends object>(table: ProjectedTable, customerId: string, moment: Moment): Promise<Row[]> {
    const rows = await this.rowsAt<Row>(table, customerId, moment);
    if (rows.length === 0) await this.requireCustomer(customerId);
    return rows;
  }

  private async rowsAt<Row extends object>(table: ProjectedTable, customerId: string, moment: Moment): Promise<Row[]> {
    if (!asksForPast(moment)) {
      return this.repository<Row>(table).findBy({ customer_id: customerId } as never);
    }
    const events = await this.customerEvents(customerId, moment);
    return [...(foldTable(table, events).values() as Iterable<Row>)];
  }

  /** What happened with the customer, in the order of recording, as far as it counts at that moment. */
  async customerEvents(customerId: string, moment: Moment = {}): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const page of this.store.readStream(customerStream(customerId))) {
      for (const stored of page) {
        const event = this.codec.decode(stored);
        if (countsAt(event, moment)) events.push(event);
      }
    }
    return events;
  }

  /** Throws NotFound for a customer of whom the ledger knows nothing. */
  private async requireCustomer(customerId: string): Promise<void> {
    for await (const page of this.store.readStream(customerStream(customerId), { limit: 1 })) {
      if (page.length > 0) return;
    }
    throw new NotFound('customer', customerId);
  }
}
