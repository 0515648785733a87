import type { Command } from 'commander';
import { factCatalogue, untilAskedToStop } from '#assembly';
import { CloudEventReader, type ImportOptions, type ImportResult, importFile, presets } from '#intake';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { importProgressLine } from '../import-progress-line.js';
import { outputTo, say, table } from '../output.js';
import type { Run } from '../run.js';
import { withLedger } from '../with-ledger.js';

interface Options {
  mapping?: string;
  source?: string;
  dryRun?: true;
  rejects?: string;
  json?: true;
}

/** `import FILE`: rows of a file become events. */
export function importCommand(program: Command, run: Run): void {
  program
    .command('import <file>')
    .description('record the rows of a file (CSV, text columns, NDJSON; gzipped or not) as events')
    .option('--mapping <name>', `a YAML or .mjs file, or a preset: ${presets.map(({ name }) => name).join(', ')}`)
    .option('--source <uri>', 'the system that the facts come from; by default the mapping says it')
    .option('--dry-run', 'check and show what would be stored; store nothing')
    .option('--rejects <file>', 'where rejected rows go; by default <file>.rejects.ndjson in the working directory')
    .option('--json', 'one JSON document')
    .action((file: string, options: Options) => run(() => importOne(file, options)));
}

async function importOne(file: string, options: Options): Promise<ExitCode> {
  const { dryRun = false, json = false } = options;
  const line = importProgressLine(process.stderr);
  const stop = new AbortController();
  void untilAskedToStop().then(() => stop.abort());
  const chosen: Omit<ImportOptions, 'reader'> = {
    file,
    mapping: options.mapping,
    source: options.source,
    rejectsFile: options.rejects,
    signal: stop.signal,
    dryRun,
    onProgress: (progress) => line.show(progress),
  };
  try {
    const result = dryRun
      ? await importFile({ ...chosen, reader: new CloudEventReader({ catalogue: factCatalogue() }) })
      : await record(chosen, line);
    line.end();
    outputTo(process.stdout, { json }).answer(result, dryRun ? previewText : resultText);
    return result.rejected > 0 ? EXIT.found : EXIT.done;
  } finally {
    line.end();
  }
}

/** Stores, then brings the read models up to date, so that what is asked next is answered at once. */
function record(chosen: Omit<ImportOptions, 'reader'>, line: { end(): void }): Promise<ImportResult> {
  return withLedger(async ({ recorder, reader, projections }) => {
    const result = await importFile({ ...chosen, recorder, reader });
    line.end();
    if (process.stderr.isTTY) say('Bringing the read models up to date …');
    await projections.catchUp();
    return result;
  });
}

function resultText(result: ImportResult): string {
  return table(
    ['rows read', String(result.read)],
    [
      ['events stored', String(result.stored)],
      ['there before', String(result.duplicates)],
      ['rows rejected', result.rejects ? `${result.rejected} (see ${result.rejects})` : String(result.rejected)],
      ['time', `${result.seconds} s, ${result.eventsPerSecond} events/s`],
      ['import', result.importId],
    ],
  );
}

function previewText(result: ImportResult): string {
  const { events = 0, first = [] } = result.preview ?? {};
  const { read, rejected, rejects } = result;
  return [
    ...first.map((event) => JSON.stringify(event, null, 2)),
    `Nothing was stored. ${read} rows read: ${events} events would be, ${rejected} rows would be rejected`,
    ...(rejects ? [`The rejected ones are in ${rejects}`] : []),
  ].join('\n');
}
