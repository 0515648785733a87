import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { EmbeddedDatabase } from '#embedded-database';
import { append } from './append.js';
import { type BenchOptions, parseBenchArguments } from './bench-options.js';
import { http } from './http.js';
import { importBench } from './import.js';
import { importStarbucks } from './import-starbucks.js';
import { lag } from './lag.js';
import { query } from './query.js';
import { rebuild } from './rebuild.js';
import { redeem } from './redeem.js';
import { verifyRebuild } from './verify-rebuild.js';
import { workers } from './workers.js';

/** The benches by name; each runs on a database of its own. */
const BENCHES: Record<string, (databaseUrl: string, options: BenchOptions) => Promise<object>> = {
  append,
  http,
  import: importBench,
  'import-starbucks': importStarbucks,
  lag,
  query,
  rebuild,
  redeem,
  'verify-rebuild': verifyRebuild,
  workers,
};

const WRONG_USAGE = 2;
const asked = parseBenchArguments(process.argv.slice(2));
const bench = asked && BENCHES[asked.name];
if (bench) {
  await measure((url) => bench(url, asked.options), asked.json);
} else {
  const names = Object.keys(BENCHES).join(', ');
  const options = '[--json] [--seconds N] [--scale N] [--events N] [--sizes N,N…]';
  process.stderr.write(`usage: npm run -s bench -- NAME ${options}, NAME one of ${names}\n`);
  process.exitCode = WRONG_USAGE;
}

async function measure(run: (databaseUrl: string) => Promise<object>, json: boolean): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'rapport-bench-'));
  const database = await EmbeddedDatabase.acquire({ home });
  try {
    const figure = { ...(await run(database.url)), machine: machine() };
    process.stdout.write(`${json ? JSON.stringify(figure) : JSON.stringify(figure, null, 2)}\n`);
  } finally {
    await database.release();
    await rm(home, { recursive: true, force: true });
  }
}

function machine(): string {
  const [cpu] = cpus();
  const memoryGiB = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}, ${memoryGiB} GiB, Node ${process.version}`;
}
