import { isDeepStrictEqual } from 'node:util';
import type { ClientBase } from 'pg';
import { NotFound, type ProjectedTable, type Projection, customerOfStream, customerStream } from '#kernel';
import { entryOf } from '../engine/entry-of.js';
import { readPublished } from '../engine/begin-groups.js';
import { parkEvents, readSkipped } from '../engine/parked-events.js';
import { partitionOf } from '../engine/partitions.js';
import { isDivided } from '../engine/slot.js';
import { ProjectionVersionDiffers } from '../errors/projection-version-differs.js';
import { BlockedRows } from '../fold/blocked-rows.js';
import type { LogEntry } from '../fold/log-entry.js';
import { ProjectionFold } from '../fold/projection-fold.js';
import type { Row } from '../fold/row.js';
import { RowSet } from '../fold/row-set.js';
import { ClientStatements } from '../tables/client-statements.js';
import { textListLiteral } from '../tables/column-text.js';
import { READ_SCHEMA, qualified, quoted } from '../tables/sql-names.js';
import { type Statements, TableRows } from '../tables/table-rows.js';
import type { RowPair } from './compare-tables.js';
import { explainDifferences } from './explain-differences.js';
import { withLockedCheckpoints } from './locked-checkpoints.js';
import type { RebuildSources } from './rebuild-options.js';
import type { Difference } from './verdict.js';

/** What folding one customer's stream from its beginning came to. */
export interface CustomerRebuild {
  customerId: string;
  events: number;
  projections: { name: string; position: string; rows: number; differences: number }[];
  /** What was not as the log says, and is now. */
  differences: Difference[];
}

interface Mended {
  projection: Projection;
  position: bigint;
  rows: number;
  pairs: RowPair[];
  skipped: ReadonlySet<bigint>;
}

const CUSTOMER_COLUMN = 'customer_id';

/**
 * Folds a customer's stream anew and mends his rows in the live tables: in one transaction, as of where the live
 * projections are, which wait for that moment. Of projections whose rows gather from several streams nothing is touched.
 * Throws NotFound for a customer of whom the ledger knows nothing, ProjectionVersionDiffers for tables of another version.
 */
export async function rebuildCustomer(
  sources: RebuildSources,
  customerId: string,
  names: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<CustomerRebuild> {
  const stream = customerStream(customerId);
  const projections = sources.projections.filter((each) => isDivided(each) && (names?.includes(each.name) ?? true));
  const published = await readPublished({ ...sources, projections });
  const entries = await entriesOf(sources, stream);
  const mended = await withLockedCheckpoints(
    sources.connectionString,
    projections.map(({ name }) => name),
    async (client, live) => {
      const all: Mended[] = [];
      for (const projection of projections) {
        const at = live.find((each) => each.name === projection.name && each.partition === partitionOf(stream));
        const { name, version, reference } = projection;
        if (at?.version !== version) throw new ProjectionVersionDiffers(name, version);
        const skipped = await readSkipped(new ClientStatements(client), READ_SCHEMA, name);
        const fold = new ProjectionFold(projection, reference && published.get(reference), skipped);
        const counted = entries.filter(({ position }) => position <= at.position);
        const customer = { stream, customerId, entries: counted, position: at.position };
        all.push({ ...(await mend(client, fold, customer)), skipped });
      }
      return all;
    },
    signal,
  );
  const differences: Difference[] = [];
  for (const { projection, pairs, position, skipped } of mended) {
    differences.push(...(await explainDifferences(sources, projection, pairs, position, skipped)));
  }
  return {
    customerId,
    events: entries.length,
    projections: mended.map(({ projection, position, rows, pairs }) => ({
      ...{ name: projection.name, position: String(position), rows, differences: pairs.length },
    })),
    differences,
  };
}

async function entriesOf({ store, codec }: RebuildSources, stream: string): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for await (const page of store.readStream(stream)) entries.push(...page.map((event) => entryOf(event, codec)));
  if (entries.length === 0) throw new NotFound('customer', customerOfStream(stream)!);
  return entries;
}

interface OfCustomer {
  stream: string;
  customerId: string;
  entries: readonly LogEntry[];
  position: bigint;
}

async function mend(client: ClientBase, fold: ProjectionFold, customer: OfCustomer): Promise<Omit<Mended, 'skipped'>> {
  const { projection } = fold;
  const statements = new ClientStatements(client);
  const rows = fold.tables.map(() => new RowSet());
  const { leftOut } = fold.apply(fold.touches(customer.entries), rows, new BlockedRows());
  const pairs: RowPair[] = [];
  for (const [index, table] of projection.tables.entries()) {
    pairs.push(...(await mendTable(client, statements, table, customer.customerId, rows[index]!.changed)));
  }
  await client.query(
    `delete from ${qualified(READ_SCHEMA, 'parked_event')}
     where projection = $1 and stream = $2 and position <= $3 and status <> 'skipped'`,
    [projection.name, customer.stream, customer.position],
  );
  if (leftOut.length > 0) await parkEvents(statements, READ_SCHEMA, projection.name, leftOut);
  // Whoever derives it begins anew: what he knows of rows that miss an event may not hold any more.
  await client.query(
    `update ${qualified(READ_SCHEMA, 'projection_checkpoint')} set generation = generation + 1
     where name = $1 and partition = $2`,
    [projection.name, partitionOf(customer.stream)],
  );
  const count = rows.reduce((sum, { changed }) => sum + changed.size, 0);
  return { projection, position: customer.position, rows: count, pairs };
}

async function mendTable(
  client: ClientBase,
  statements: Statements,
  table: ProjectedTable,
  customerId: string,
  rebuilt: ReadonlyMap<string, Row>,
): Promise<RowPair[]> {
  const rows = new TableRows(READ_SCHEMA, table);
  const keys = new Set([...rebuilt.keys(), ...(await keysOfCustomer(statements, table, customerId))]);
  const live = await rows.load(statements, keys);
  const pairs = [...keys]
    .map((key) => ({ table, key, live: live.get(key), rebuilt: rebuilt.get(key) }))
    .filter(({ live: before, rebuilt: after }) => !isDeepStrictEqual(before, asStored(after)));
  await Promise.all(
    rows.write(
      statements,
      pairs.flatMap(({ rebuilt: after }) => (after ? [after] : [])),
    ),
  );
  const extra = pairs.filter(({ rebuilt: after }) => after === undefined).map(({ key }) => key);
  if (extra.length > 0) {
    const target = qualified(READ_SCHEMA, table.name);
    const key = quoted(table.key);
    await client.query(`delete from ${target} where ${key} = any($1::${table.columns[table.key]}[])`, [extra]);
  }
  return pairs;
}

/** Rows that say they are his, made by an event or not. */
async function keysOfCustomer(statements: Statements, table: ProjectedTable, customerId: string): Promise<string[]> {
  if (!Object.hasOwn(table.columns, CUSTOMER_COLUMN)) return [];
  const found = await statements.query(
    `customer-keys:${table.name}`,
    `select ${quoted(table.key)} from ${qualified(READ_SCHEMA, table.name)}
     where ${quoted(CUSTOMER_COLUMN)} = any($1::${table.columns[CUSTOMER_COLUMN]}[])`,
    [textListLiteral([customerId])],
  );
  return found.map(([key]) => key!);
}

/** Members that are undefined are not in what comes back from the database. */
function asStored(row: Row | undefined): Row | undefined {
  return row && (JSON.parse(JSON.stringify(row)) as Row);
}
