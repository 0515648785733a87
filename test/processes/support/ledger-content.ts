import { isDeepStrictEqual } from 'node:util';
import { DataSource } from 'typeorm';
import { DOMAINS, factCatalogue } from '#assembly';
import { EventCodec, PostgresEventStore } from '#event-store';
import type { RecordedEvent } from '#kernel';
import { type Row, foldRows } from '#projections';
import { entityOf } from '#projections/read-models';

const PROJECTIONS = DOMAINS.flatMap(({ projections }) => projections);

type Rows = Map<string, Row>;

/** The whole log, in its order. */
export async function readLog(databaseUrl: string): Promise<RecordedEvent[]> {
  const codec = new EventCodec(factCatalogue());
  const store = await PostgresEventStore.open({ connectionString: databaseUrl, saysTheSame: codec.saysTheSame });
  try {
    const events: RecordedEvent[] = [];
    for await (const page of store.readAll()) events.push(...page.map((stored) => codec.decode(stored)));
    return events;
  } finally {
    await store.close();
  }
}

/** Where the read models are not what the log makes of them, folded from its beginning; none when all is well. */
export async function deviationsFrom(log: readonly RecordedEvent[], databaseUrl: string): Promise<string[]> {
  const tables = await readTables(databaseUrl);
  return PROJECTIONS.flatMap((projection) =>
    [...foldRows(projection, log)].flatMap(([name, expected]) => differences(name, expected, tables.get(name)!)),
  );
}

async function readTables(databaseUrl: string): Promise<Map<string, Rows>> {
  const tables = PROJECTIONS.flatMap((projection) => projection.tables);
  const source = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    entities: tables.map((table) => entityOf(table)),
  });
  await source.initialize();
  try {
    const found = new Map<string, Rows>();
    for (const table of tables) {
      const rows = await source.getRepository<Row>(entityOf(table)).find();
      found.set(table.name, new Map(rows.map((row) => [String(row[table.key]), row])));
    }
    return found;
  } finally {
    await source.destroy();
  }
}

function differences(table: string, expected: Rows, actual: Rows): string[] {
  return [...new Set([...expected.keys(), ...actual.keys()])].flatMap((key) => {
    const [wanted, found] = [expected, actual].map((rows) => JSON.stringify(rows.get(key) ?? null));
    const same = isDeepStrictEqual(JSON.parse(wanted!), JSON.parse(found!));
    return same ? [] : [`${table} ${key}: ${found} instead of ${wanted}`];
  });
}
