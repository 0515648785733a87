import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { EmbeddedDatabase } from '#embedded-database';
import { append } from './append.js';
import type { Figure } from './figure.js';
import { http } from './http.js';
import { importBench } from './import.js';

/** The benches by name; each runs on a database of its own and measures both of its sides. */
const BENCHES: Record<string, (databaseUrl: string) => Promise<Figure>> = { append, http, import: importBench };

const WRONG_USAGE = 2;
const [name = '', ...options] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench) {
  await measure(bench, options.includes('--json'));
} else {
  process.stderr.write(`usage: npm run -s bench -- NAME [--json], NAME one of ${Object.keys(BENCHES).join(', ')}\n`);
  process.exitCode = WRONG_USAGE;
}

async function measure(run: (databaseUrl: string) => Promise<Figure>, json: boolean): Promise<void> {
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
