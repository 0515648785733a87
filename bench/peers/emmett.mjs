import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { ensureReady } from '../../apps/launcher/ensure-ready.mjs';
import { appendStreams, deriveTable } from './emmett-ledger.mjs';

const PACKAGE = new URL('node_modules/@event-driven-io/emmett-postgresql/package.json', import.meta.url);
/** Undefined is the size that Emmett takes by itself. */
const BATCH_SIZES = [undefined, 1_000];

const { values } = parseArgs({
  options: { events: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '3' } },
});
const [events, rounds] = [Number(values.events), Number(values.rounds)];
if (!Number.isSafeInteger(events) || events < 1 || !Number.isSafeInteger(rounds) || rounds < 1) {
  process.stderr.write('usage: npm run -s emmett -- [--events N] [--rounds N]\n');
  process.exit(2);
}

await ensureReady();
const { EmbeddedDatabase } = await import('../../dist/libs/embedded-database/src/index.js');
const { withGeneratedLedger } = await import('../../dist/bench/support/generated-ledger.js');
const { rebuildIn } = await import('../../dist/bench/support/measured-process.js');
const { withScratchDatabase } = await import('../../dist/bench/support/scratch-database.js');
const { vacuum } = await import('../../dist/bench/support/vacuum.js');
const { sameEvents } = await import('./same-events.mjs');

const home = await mkdtemp(join(tmpdir(), 'rapport-peers-'));
const database = await EmbeddedDatabase.acquire({ home });
try {
  const { streams, purchases } = sameEvents(events);
  const rates = await withGeneratedLedger(database.url, events, (ours) =>
    withScratchDatabase(database.url, async (theirs) => {
      const appended = await appendStreams(theirs, streams);
      await vacuum(theirs);
      return { appendedPerSecond: Math.round(events / appended), ...(await compare(ours, theirs, purchases)) };
    }),
  );
  const { version } = JSON.parse(await readFile(PACKAGE, 'utf8'));
  const machine = `${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}`;
  process.stdout.write(
    `${JSON.stringify({ name: 'emmett', version, events, purchases, ...rates, machine }, null, 2)}\n`,
  );
} finally {
  await database.release();
  await rm(home, { recursive: true, force: true });
}

/** Both sides in turns: events of the log for each second until the table is complete. */
async function compare(ours, theirs, purchases) {
  const rapport = [];
  const emmett = BATCH_SIZES.map((batchSize) => ({ batchSize: batchSize ?? 'default', perSecond: [] }));
  for (let round = 0; round < rounds; round += 1) {
    const { seconds } = await rebuildIn(ours, 'swap', ['purchases']);
    await requireRows(ours, 'read.purchase', purchases);
    rapport.push(Math.round(events / seconds));
    for (const [at, batchSize] of BATCH_SIZES.entries()) {
      const table = `purchase_${at}_${round}`;
      emmett[at].perSecond.push(Math.round(events / (await deriveTable(theirs, table, batchSize))));
      await requireRows(theirs, table, purchases);
    }
  }
  return { rapport: { perSecond: rapport }, emmett };
}

async function requireRows(url, table, wanted) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(`SELECT count(*)::integer AS count FROM ${table}`);
    if (rows[0].count !== wanted) throw new Error(`${table} has ${rows[0].count} rows instead of ${wanted}`);
  } finally {
    await client.end();
  }
}
