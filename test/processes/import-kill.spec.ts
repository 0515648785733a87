import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { EmbeddedDatabase } from '#embedded-database';
import type { ImportResult } from '#intake';
import { rapport, rapportJson, startRapport } from './support/command-line.js';
import { writePurchaseFile } from './support/purchase-file.js';
import type { Ended, Program } from './support/program.js';
import { TemporaryHome } from './support/temporary-home.js';

const ROWS = 30_000;

/** What `stats` says, and a digest of each read model's rows. */
interface Contents {
  stats: { head: string; customers: number; events: Record<string, number> };
  digests: Record<string, string>;
}

describe('an import that is interrupted half-way and run again', () => {
  let files: string;
  let file: string;
  let home: TemporaryHome;
  let clean: Contents;
  let url: string | undefined;

  const importFile = (into: string) => ['import', file, '--mapping', 'cdnow', '--rejects', join(into, 'rejects')];

  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), 'rapport-files-'));
    file = join(files, 'purchases.txt');
    await writePurchaseFile(file, ROWS);
    const once = await TemporaryHome.make();
    const { code, answer } = await rapportJson<ImportResult>(importFile(once.path), { home: once.path });
    expect({ code, answer }).toMatchObject({
      code: 0,
      answer: { read: ROWS, stored: ROWS, duplicates: 0, rejected: 0 },
    });
    clean = await contentsOf(once.path);
    await once.remove();
  }, 240_000);
  afterAll(() => rm(files, { recursive: true, force: true }));

  beforeEach(async () => {
    home = await TemporaryHome.make();
  });
  afterEach(() => home.remove());

  it('ends as one that ran once, after Ctrl-C and after kill -9; once more adds nothing', async () => {
    const stopped = await interruptAt(ROWS / 6, 'SIGINT');
    expect(stopped).toMatchObject({ code: 3, stdout: '' });
    expect(stopped.stderr).toMatch(
      /purchases\.txt: the import was stopped after \d+ rows \(up to line \d+\): \d+ events stored, 0 were there before/,
    );
    expect(stopped.stderr).toContain('Run the same import again');
    expect(stopped.stderr).not.toMatch(/^\s+at /m);
    expect(home.postmaster).toBeUndefined();
    const storedBefore = Number(/(\d+) events stored/.exec(stopped.stderr)![1]);
    expect(storedBefore).toBeGreaterThan(ROWS / 6);

    const killed = await interruptAt(storedBefore + ROWS / 6, 'SIGKILL');
    expect(killed.signal).toBe('SIGKILL');

    const again = await importAll();
    expect(again).toMatchObject({ read: ROWS, rejected: 0, rejects: null });
    expect(again.stored + again.duplicates).toBe(ROWS);
    expect(again.stored).toBeGreaterThan(0);
    expect(again.duplicates).toBeGreaterThan(storedBefore + ROWS / 6);
    expect(await contentsOf(home.path)).toEqual(clean);

    const onceMore = await importAll();
    expect(onceMore).toMatchObject({ read: ROWS, stored: 0, duplicates: ROWS, rejected: 0, rejects: null });
    expect(onceMore.importId).toBe(again.importId);
  }, 240_000);

  async function importAll(): Promise<ImportResult> {
    const { code, answer } = await rapportJson<ImportResult>(importFile(home.path), { home: home.path });
    expect(code).toBe(0);
    return answer;
  }

  /** Starts the import, and sends the signal when the log holds more than so many purchases, but not all. */
  async function interruptAt(purchases: number, signal: NodeJS.Signals): Promise<Ended> {
    // The database is at the same URL whenever it runs.
    url ??= (await rapport(['database', 'url'], { home: home.path })).stdout.trim();
    const running = startRapport([...importFile(home.path), '--json'], { home: home.path });
    const client = await connected(url);
    let stored = 0;
    await running.until(async () => (stored = await purchasesIn(client)) > purchases);
    if (signal === 'SIGINT') await sentByNpmToo(running);
    const ended = await running.end(signal);
    await client.end();
    expect(stored).toBeLessThan(ROWS);
    return ended;
  }
});

/** The terminal sends Ctrl-C to npm and the program, and npm sends it on. */
async function sentByNpmToo(program: Program): Promise<void> {
  program.signal('SIGINT');
  await delay(20);
}

async function contentsOf(home: string): Promise<Contents> {
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

/** When something was recorded is all that may differ between two ledgers of the same facts. */
async function digestsOf(client: Client): Promise<Record<string, string>> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'read' ORDER BY 1`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables.filter((table) => table.name !== 'projection_checkpoint')) {
    const { rows } = await client.query<{ digest: string }>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(line, E'\\n' ORDER BY line)), '') AS digest
         FROM (SELECT regexp_replace(to_jsonb(row)::text, '"(recordedAt|recorded_at)": "[^"]*"', '', 'g') AS line
                 FROM read.${name} AS row) AS line`,
    );
    digests[name] = rows[0]!.digest;
  }
  expect(Object.keys(digests)).toEqual(expect.arrayContaining(['profile', 'purchase', 'event_type']));
  return digests;
}

/** Purchases in the log; each has the points that it earned behind it. */
async function purchasesIn(client: Client): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    `SELECT count(*) AS count FROM log.event WHERE type = 'PurchaseRecorded'`,
  );
  return Number(rows[0]!.count);
}

async function connected(url: string): Promise<Client> {
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
