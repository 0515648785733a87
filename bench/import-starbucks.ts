import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { importFolder } from '#intake';
import { type Figure, median } from './figure.js';
import { copyOfLog } from './support/copy-of-log.js';
import { withScratchDatabase } from './support/scratch-database.js';
import { withWayIntoLedger } from './support/way-into-ledger.js';

const ROUNDS = 3;
const STARBUCKS_FOLDER = resolve('../shared/data/starbucks-rewards');
const MADE_UP_LINES = 306_534;
const MADE_UP_MEMBERS = 17_000;

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

/** Files of the shape of the set's: the same numbers of members and lines, the kinds of lines in its proportions. */
async function makeUp(folder: string): Promise<void> {
  const member = (at: number): string => at.toString(16).padStart(32, '0');
  const offer = { id: 'offer-1', offer_type: 'discount', difficulty: 10, reward: 2, duration: 7, channels: ['web'] };
  await writeFile(join(folder, 'portfolio.json'), `${JSON.stringify(offer)}\n`);
  const profile = function* (): Generator<string> {
    for (let at = 0; at < MADE_UP_MEMBERS; at += 1) {
      const row = { gender: 'F', age: 40, id: member(at), became_member_on: '20170715', income: 60_000 };
      yield `${JSON.stringify(row)}\n`;
    }
  };
  const transcript = function* (): Generator<string> {
    // A small generator of our own (Lehmer, 48271 mod 2^31 - 1): the file is the same in every run.
    let state = 1;
    const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
    for (let at = 0; at < MADE_UP_LINES; at += 1) {
      const [person, kind] = [member(random(MADE_UP_MEMBERS)), random(100)];
      const time = Math.floor((at * 715) / MADE_UP_LINES);
      yield `${JSON.stringify({ person, ...saying(kind, random(4_000)), time })}\n`;
    }
  };
  await pipeline(Readable.from(profile()), createWriteStream(join(folder, 'profile.json')));
  await pipeline(Readable.from(transcript()), createWriteStream(join(folder, 'transcript.json')));
}

/** 45 % purchases, 25 % offers received, 19 % viewed, 11 % completed. */
function saying(percent: number, cents: number): { event: string; value: object } {
  if (percent < 45) return { event: 'transaction', value: { amount: cents / 100 } };
  if (percent < 70) return { event: 'offer received', value: { 'offer id': 'offer-1' } };
  if (percent < 89) return { event: 'offer viewed', value: { 'offer id': 'offer-1' } };
  return { event: 'offer completed', value: { offer_id: 'offer-1', reward: 2 } };
}
