import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { importFolder, LAST_HOUR, MadeUpStarbucks, PORTFOLIO, STARBUCKS_SIZE } from '#intake';
import { type Figure, median } from './figure.js';
import { copyOfLog } from './support/copy-of-log.js';
import { withScratchDatabase } from './support/scratch-database.js';
import { withWayIntoLedger } from './support/way-into-ledger.js';

const ROUNDS = 3;
const STARBUCKS_FOLDER = resolve('../shared/data/starbucks-rewards');

/**
 * Importing the Starbucks set (or, where it is not there, a made-up one of the same shape) with all policies on, from
 * the files' bytes to durable events: members, offers, purchases, and the points that follow from them; against COPY of
 * the very rows that came of it, ready-made in memory, into a table with the same columns and indexes. Both sides take
 * turns, each time on empty tables.
 */
export async function importStarbucks(databaseUrl: string): Promise<Figure> {
  const directory = await mkdtemp(join(tmpdir(), 'rapport-bench-starbucks-'));
  try {
    const madeUp = !existsSync(join(STARBUCKS_FOLDER, 'transcript.json.gz'));
    if (madeUp) await makeUp(directory);
    const folder = madeUp ? directory : STARBUCKS_FOLDER;

    const imports: number[] = [];
    const copies: number[] = [];
    let seen: { rows: number; events: number; maxRssMb: number } | undefined;
    for (let round = 0; round <= ROUNDS; round += 1) {
      await withScratchDatabase(databaseUrl, async (url) => {
        const imported = await runImport(url, folder);
        const copied = await copyOfLog(url);
        // The first round warms up; it also is the only one before whose memory no rows for COPY have been.
        if (round === 0) {
          seen = imported;
          return;
        }
        imports.push(imported.eventsPerSecond);
        copies.push(copied);
      });
    }
    return {
      name: 'import-starbucks',
      value: median(imports),
      unit: 'events/s',
      baseline: median(copies),
      ratio: Number(median(imports.map((value, at) => value / copies[at]!)).toFixed(2)),
      ...(seen ? { rows: seen.rows, events: seen.events, maxRssMb: seen.maxRssMb } : {}),
      file: madeUp ? 'made up' : 'starbucks-rewards',
      rounds: { imports, copies },
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Counts the events that policies added too: they are stored, and COPY has them to write. */
function runImport(
  url: string,
  folder: string,
): Promise<{ eventsPerSecond: number; rows: number; events: number; maxRssMb: number }> {
  return withWayIntoLedger(url, { policies: true }, async ({ recorder, reader, lookAtMemory, maxRssMb }) => {
    const result = await importFolder({ folder, mapping: 'starbucks', recorder, reader, onProgress: lookAtMemory });
    const { read: rows, stored, followed, rejected, seconds } = result;
    if (rejected > 0 || stored < rows) throw new Error(`only ${stored} events of ${rows} rows were stored`);
    const events = stored + followed;
    return { eventsPerSecond: Math.round(events / seconds), rows, events, maxRssMb: maxRssMb() };
  });
}

/** Files of the shape of the set's, as large as they are. */
async function makeUp(folder: string): Promise<void> {
  const { members, lines } = STARBUCKS_SIZE;
  const rows = new MadeUpStarbucks(1, members);
  const write = (file: string, from: Iterable<object>): Promise<void> =>
    pipeline(Readable.from(from), linesOf, createWriteStream(join(folder, file)));
  await write('portfolio.json', PORTFOLIO);
  await write('profile.json', profiles(rows, members));
  await write('transcript.json', transcript(rows, lines));
}

async function* linesOf(rows: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

function* profiles(rows: MadeUpStarbucks, members: number): Generator<object> {
  for (let member = 0; member < members; member += 1) yield rows.profile(member);
}

function* transcript(rows: MadeUpStarbucks, lines: number): Generator<object> {
  for (let at = 0; at < lines; at += 1) yield rows.line(Math.floor((at * (LAST_HOUR + 1)) / lines));
}
