import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { DOMAINS } from '#assembly';
import { EventCodec, PostgresEventStore } from '#event-store';
import { CloudEventReader, importFile, Recorder } from '#intake';
import { FactCatalogue } from '#kernel';
import { type Figure, median } from './figure.js';
import { createPlainTable } from './support/plain-table.js';
import { withScratchDatabase } from './support/scratch-database.js';

const ROUNDS = 5;
const CDNOW_FILE = resolve('../shared/data/cdnow/CDNOW_master.txt');
const GENERATED_LINES = 69_659;
const GENERATED_CUSTOMERS = 23_570;
const COLUMNS = 'position, revision, event_id, stream, type, data, metadata';

/**
 * Importing the CDNOW file (or, where it is not there, a made-up one of the same shape), from its bytes to durable
 * events, validation included; against COPY of the very rows that came of it, ready-made in memory, into a table with
 * the same columns and indexes. Both sides take turns, each time on empty tables.
 */
export async function importBench(databaseUrl: string): Promise<Figure> {
  const directory = await mkdtemp(join(tmpdir(), 'rapport-bench-import-'));
  try {
    const generated = !existsSync(CDNOW_FILE);
    const file = generated ? join(directory, 'CDNOW_made_up.txt') : CDNOW_FILE;
    if (generated) await pipeline(Readable.from(madeUpLines()), createWriteStream(file));

    const imports: number[] = [];
    const copies: number[] = [];
    let maxRssMb = 0;
    for (let round = 0; round <= ROUNDS; round += 1) {
      await withScratchDatabase(databaseUrl, async (url) => {
        const imported = await runImport(url, file);
        const copied = await runCopy(url);
        // The first round warms up; it also is the only one before whose memory no rows for COPY have been.
        if (round === 0) {
          maxRssMb = imported.maxRssMb;
        } else {
          imports.push(imported.eventsPerSecond);
          copies.push(copied);
        }
      });
    }
    return {
      name: 'import',
      value: median(imports),
      unit: 'events/s',
      baseline: median(copies),
      ratio: Number(median(imports.map((value, at) => value / copies[at]!)).toFixed(2)),
      maxRssMb,
      file: generated ? 'made up' : 'CDNOW_master.txt',
      rounds: { imports, copies },
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function runImport(url: string, file: string): Promise<{ eventsPerSecond: number; maxRssMb: number }> {
  const catalogue = new FactCatalogue(DOMAINS.flatMap((domain) => domain.facts));
  const codec = new EventCodec(catalogue);
  const store = await PostgresEventStore.open({ connectionString: url, saysTheSame: codec.saysTheSame });
  try {
    const deciders = DOMAINS.flatMap((domain) => domain.deciders);
    const recorder = new Recorder({ store, codec, catalogue, deciders });
    const reader = new CloudEventReader({ catalogue });
    let maxRss = 0;
    const onProgress = (): void => void (maxRss = Math.max(maxRss, process.memoryUsage.rss()));
    const result = await importFile({ file, mapping: 'cdnow', recorder, reader, onProgress });
    if (result.stored !== result.read) throw new Error(`only ${result.stored} of ${result.read} rows were stored`);
    return { eventsPerSecond: result.eventsPerSecond, maxRssMb: Math.round(maxRss / 1_048_576) };
  } finally {
    await store.close();
  }
}

/** Rows per second. */
async function runCopy(url: string): Promise<number> {
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

/** Purchases of the shape of CDNOW's: the same number of lines and customers, in customers' order. */
function* madeUpLines(): Generator<string> {
  yield ' customer_id  date number_of_cds  dollar_value\r\n';
  // A small generator of our own (Lehmer, 48271 mod 2^31 - 1): the file is the same in every run.
  let state = 1;
  const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  for (let line = 0; line < GENERATED_LINES; line += 1) {
    const customer = String(1 + Math.floor((line * GENERATED_CUSTOMERS) / GENERATED_LINES)).padStart(5, '0');
    const day = `1997${String(1 + random(12)).padStart(2, '0')}${String(1 + random(28)).padStart(2, '0')}`;
    const [discs, cents] = [1 + random(5), String(random(100)).padStart(2, '0')];
    yield ` ${customer} ${day} ${discs} ${String(1 + random(99)).padStart(4)}.${cents}\r\n`;
  }
}
