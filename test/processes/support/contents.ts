import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { Client } from 'pg';
import { EmbeddedDatabase } from '#embedded-database';
import { rapportJson } from './command-line.js';

/** What `stats` says, and a digest of each read model's rows. */
export interface Contents {
  stats: { head: string; customers: number; events: Record<string, number> };
  digests: Record<string, string>;
}

/** What the ledger of that folder holds, its read models brought up to date. */
export async function contentsOf(home: string): Promise<Contents> {
  const database = await EmbeddedDatabase.acquire({ home });
  const client = await connected(database.url);
  try {
    const { answer } = await rapportJson<Contents['stats']>(['stats'], { home });
    const { head, customers, events } = answer;
    return { stats: { head, customers, events }, digests: await digestsOf(client) };
  } finally {
    await client.end();
    await database.release();
  }
}

/**
 * When and at which position something was recorded may differ between two ledgers of the same facts: of two chunks of a
 * file that are under way at once either may come first, where they have no stream in common.
 */
async function digestsOf(client: Client): Promise<Record<string, string>> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'read' ORDER BY 1`,
  );
  const ignored = `"(recordedAt|recorded_at)": "[^"]*"|"\\w*position": (\\d+|"\\d+"|null)`;
  const digests: Record<string, string> = {};
  for (const { name } of tables.filter((table) => table.name !== 'projection_checkpoint')) {
    const { rows } = await client.query<{ digest: string }>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(line, E'\\n' ORDER BY line)), '') AS digest
         FROM (SELECT regexp_replace(to_jsonb(row)::text, $1, '', 'g') AS line
                 FROM read.${name} AS row) AS line`,
      [ignored],
    );
    digests[name] = rows[0]!.digest;
  }
  expect(Object.keys(digests)).toEqual(expect.arrayContaining(['profile', 'purchase', 'event_type']));
  return digests;
}

/** Purchases in the log; each has the points that it earned behind it. */
export async function purchasesIn(client: Client): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    `SELECT count(*) AS count FROM log.event WHERE type = 'PurchaseRecorded'`,
  );
  return Number(rows[0]!.count);
}

/** A connection to a database that may still be starting. */
export async function connected(url: string): Promise<Client> {
  for (;;) {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (!['ECONNREFUSED', '57P03', '3D000'].includes((error as { code?: string }).code ?? '')) throw error;
      await delay(20);
    }
  }
}
