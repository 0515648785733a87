import { Client } from 'pg';
import type { Domain, ProjectedTable } from '#kernel';
import { customerIdStart } from './customers.js';

/**
 * Makes a ledger of made-up customers so many times as large, inside the database: each customer's stream and rows are
 * copied under further ids. Faster than recording and deriving millions of events, and to whoever asks for one customer
 * the same: a stream as long, rows as many, in logs and tables so many times as large.
 */
export async function copyCustomers(url: string, domains: readonly Domain[], times: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ head: string }>('SELECT position AS head FROM log.head');
    const head = BigInt(rows[0]!.head);
    const tables = domains
      .flatMap(({ projections }) => projections.flatMap((projection) => projection.tables))
      .filter(({ columns }) => columns['customer_id'] !== undefined);
    for (let copy = 1; copy < times; copy += 1) {
      await client.query(copyEvents(copy, head));
      for (const table of tables) await client.query(copyRows(table, copy));
    }
    const end = head * BigInt(times);
    await client.query('UPDATE log.head SET position = $1', [end]);
    await client.query('UPDATE read.projection_checkpoint SET position = $1', [end]);
  } finally {
    await client.end();
  }
}

function copyEvents(copy: number, head: bigint): string {
  return `INSERT INTO log.event (position, revision, event_id, stream, type, data, metadata)
    SELECT position + ${head * BigInt(copy)}, revision, md5(event_id::text || '/${copy}')::uuid, ${renamed('stream', copy)},
      type, data, metadata
    FROM log.event WHERE position <= ${head} AND stream LIKE 'customer-${customerIdStart(0)}%' ORDER BY position`;
}

function copyRows({ name, key, columns }: ProjectedTable, copy: number): string {
  const names = Object.keys(columns);
  const values = names.map((column) => {
    if (column === 'customer_id') return `${renamed('customer_id::text', copy)}::${columns[column]}`;
    if (column !== key) return `"${column}"`;
    if (columns[column] === 'uuid') return `md5("${column}"::text || '/${copy}')::uuid`;
    return `"${column}" || '/${copy}'`;
  });
  const list = names.map((column) => `"${column}"`).join(', ');
  return `INSERT INTO read."${name}" (${list}) SELECT ${values.join(', ')} FROM read."${name}"
    WHERE customer_id::text LIKE '${customerIdStart(0)}%'`;
}

function renamed(column: string, copy: number): string {
  return `replace(${column}, '${customerIdStart(0)}', '${customerIdStart(copy)}')`;
}
