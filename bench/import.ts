import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { importFile } from '#intake';
import { type Figure, median } from './figure.js';
import { copyOfLog } from './support/copy-of-log.js';
import { withScratchDatabase } from './support/scratch-database.js';
import { withWayIntoLedger } from './support/way-into-ledger.js';

const ROUNDS = 5;
const CDNOW_FILE = resolve('../shared/data/cdnow/CDNOW_master.txt');
const GENERATED_LINES = 69_659;
const GENERATED_CUSTOMERS = 23_570;

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
        const copied = await copyOfLog(url);
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

function runImport(url: string, file: string): Promise<{ eventsPerSecond: number; maxRssMb: number }> {
  return withWayIntoLedger(url, { policies: false }, async ({ recorder, reader, lookAtMemory, maxRssMb }) => {
    const result = await importFile({ file, mapping: 'cdnow', recorder, reader, onProgress: lookAtMemory });
    if (result.stored !== result.read) throw new Error(`only ${result.stored} of ${result.read} rows were stored`);
    return { eventsPerSecond: result.eventsPerSecond, maxRssMb: maxRssMb() };
  });
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
