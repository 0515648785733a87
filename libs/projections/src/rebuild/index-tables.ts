import pg from 'pg';
import type { Projection } from '#kernel';
import { indexTable } from './shadow-tables.js';

/** As many indexes are built at once; each may use this much memory. */
const AT_ONCE = 2;
const SETTINGS = `set maintenance_work_mem = '256MB'`;

/** Keys, indexes and statistics of all tables; does again what is missing. Ends quietly when the signal is aborted. */
export async function indexTables(
  connectionString: string,
  projections: readonly Projection[],
  signal: AbortSignal,
): Promise<void> {
  const tables = projections.flatMap((projection) => projection.tables);
  const worker = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString,
      application_name: 'rapport-rebuild',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query(SETTINGS);
      for (let table = tables.shift(); table && !signal.aborted; table = tables.shift()) {
        await indexTable(client, table);
      }
    } finally {
      await client.end();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  signal.throwIfAborted();
}
