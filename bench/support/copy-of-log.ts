import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { createPlainTable } from './plain-table.js';

const COLUMNS = 'position, revision, event_id, stream, type, data, metadata';

/** Rows per second of COPY: the very rows of the log, ready-made in memory, into a table like it. */
export async function copyOfLog(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const chunks: Buffer[] = [];
    const rows = client.query(copyTo(`COPY (SELECT ${COLUMNS} FROM log.event ORDER BY position) TO STDOUT`));
    for await (const chunk of rows) chunks.push(chunk as Buffer);
    await createPlainTable(client);
    const startedAt = performance.now();
    const copy = client.query(copyFrom(`COPY plain.event (${COLUMNS}) FROM STDIN`));
    await pipeline(Readable.from(chunks), copy);
    const seconds = (performance.now() - startedAt) / 1_000;
    return Math.round(copy.rowCount / seconds);
  } finally {
    await client.end();
  }
}
