import type { DataSource, Repository } from 'typeorm';
import type { EventCodec, EventStore } from '#event-store';
import {
  NotFound,
  type ProjectedTable,
  type Projection,
  type RecordedEvent,
  type Reference,
  customerStream,
} from '#kernel';
import { entityOf } from './entity-of.js';
import { foldTable } from '../fold-rows.js';
import { type Moment, asksForPast, countsAt } from './moment.js';
import { PublishedReferences } from './published-references.js';

/** The query side of the projections: their tables as they stand, and the same folds at any moment. */
export class ReadModels {
  private readonly references: PublishedReferences;

  /** `projections` are those whose tables are asked about. */
  constructor(
    private readonly store: EventStore,
    private readonly codec: EventCodec,
    private readonly dataSource: DataSource,
    private readonly projections: readonly Projection[],
    /** Throws where the tables are not as this program reads them. */
    private readonly requireServed: (projection: string) => void = () => undefined,
  ) {
    this.references = new PublishedReferences(store, codec);
  }

  /** What a reference has published until now. */
  async published<Published>(reference: Reference<Published>): Promise<Published> {
    return (await this.references.timelineOf(reference)).current;
  }

  /** TypeORM's view of a projection's table, to read from. Throws Unavailable while it is of another version. */
  repository<Row extends object>(table: ProjectedTable): Repository<Row> {
    const projection = this.projectionOf(table);
    if (projection) this.requireServed(projection.name);
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

  private projectionOf(table: ProjectedTable): Projection | undefined {
    return this.projections.find(({ tables }) => tables.includes(table));
  }

  private async rowsAt<Row extends object>(table: ProjectedTable, customerId: string, moment: Moment): Promise<Row[]> {
    if (!asksForPast(moment)) {
      return this.repository<Row>(table).findBy({ customer_id: customerId } as never);
    }
    const events = await this.customerEvents(customerId, moment);
    const reference = this.projectionOf(table)?.reference;
    const published = reference && (await this.references.timelineOf(reference));
    return [...(foldTable(table, events, published).values() as Iterable<Row>)];
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
