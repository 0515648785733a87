import { identifier, SQL } from '@event-driven-io/dumbo';
import { getPostgreSQLEventStore, postgreSQLRawSQLProjection } from '@event-driven-io/emmett-postgresql';

/**
 * Appends whole streams, each in one call: the fastest way into Emmett's log. Answers how long it took. One after the
 * other, since its consumer misses events that were appended at the same time: it reads in the order of transactions and
 * goes on behind the last position, which may be a higher one than those of a transaction that comes next (0.42.0).
 */
export async function appendStreams(connectionString, streams) {
  const store = getPostgreSQLEventStore(connectionString);
  try {
    await store.schema.migrate();
    const started = performance.now();
    for (const [stream, events] of streams) await store.appendToStream(stream, events);
    return (performance.now() - started) / 1_000;
  } finally {
    await store.close();
  }
}

/**
 * Derives a row for every purchase by a consumer that reads the log from its beginning to its end, and answers how long
 * that took. Without a batch size Emmett takes its own.
 */
export async function deriveTable(connectionString, table, batchSize) {
  const store = getPostgreSQLEventStore(connectionString);
  try {
    const consumer = store.consumer({
      stopWhen: { noMessagesLeft: true },
      ...(batchSize === undefined ? {} : { pulling: { batchSize } }),
    });
    consumer.projector({ processorId: table, startFrom: 'BEGINNING', projection: purchases(table) });
    const started = performance.now();
    await consumer.start();
    const seconds = (performance.now() - started) / 1_000;
    await consumer.close();
    return seconds;
  } finally {
    await store.close();
  }
}

/** The columns and indexes of Rapport's table `purchase`. */
function purchases(table) {
  const name = identifier(table);
  return postgreSQLRawSQLProjection({
    name: table,
    canHandle: ['PurchaseRecorded'],
    init: () => [
      SQL`CREATE TABLE IF NOT EXISTS ${name} (purchase uuid PRIMARY KEY, customer_id uuid, purchase_ref text, source text,
        occurred_at timestamptz, day date, amount bigint, currency text, quantity bigint, store text, channel text,
        campaign text)`,
      SQL`CREATE INDEX ON ${name} (customer_id, day)`,
      SQL`CREATE INDEX ON ${name} (source)`,
    ],
    evolve: ({ data, metadata }) => {
      const { id, customerId, source, occurredAt } = metadata;
      const { amount, currency } = data.total;
      return SQL`INSERT INTO ${name} (purchase, customer_id, purchase_ref, source, occurred_at, day, amount, currency)
        VALUES (${id}, ${customerId}, ${id}, ${source}, ${occurredAt}, ${occurredAt.slice(0, 10)}, ${amount}, ${currency})
        ON CONFLICT (purchase) DO NOTHING`;
    },
  });
}
