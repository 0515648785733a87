import { stat } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { factCatalogue, untilAskedToStop } from '#assembly';
import {
  CloudEventReader,
  type FolderImportResult,
  type ImportOptions,
  type ImportProgress,
  type ImportResult,
  importFile,
  importFolder,
  presets,
} from '#intake';
import { ValidationFailed } from '#kernel';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { progressText } from '../import-progress.js';
import { outputTo, say, table } from '../output.js';
import { progressLine } from '../progress-line.js';
import type { Run } from '../run.js';
import { withLedger } from '../with-ledger.js';

interface Options {
  mapping?: string;
  with: Record<string, string>;
  source?: string;
  dryRun?: true;
  rejects?: string;
  json?: true;
}

type Way = Pick<ImportOptions, 'reader' | 'recorder'>;
type AnyResult = ImportResult | FolderImportResult;

/** `import FILE|FOLDER`: rows of files become events. */
export function importCommand(program: Command, run: Run): void {
  program
    .command('import <file>')
    .description('record the rows of a file (CSV, text columns, NDJSON; gzipped or not), or of a folder, as events')
    .option('--mapping <name>', `a YAML or .mjs file, or a preset: ${presets.map(({ name }) => name).join(', ')}`)
    .option('--with <name=file>', 'a further file that the mapping joins rows to; may be given again', addFile, {})
    .option('--source <uri>', 'the system that the facts come from; by default the mapping says it')
    .option('--dry-run', 'check and show what would be stored; store nothing')
    .option('--rejects <file>', 'where rejected rows go; by default <file>.rejects.ndjson in the working directory')
    .option('--json', 'one JSON document')
    .action((file: string, options: Options) => run(() => importPath(file, options)));
}

/** Collects `name=file`. Throws InvalidArgumentError for anything else. */
function addFile(given: string, files: Record<string, string>): Record<string, string> {
  const cut = given.indexOf('=');
  if (cut > 0 && cut < given.length - 1) return { ...files, [given.slice(0, cut)]: given.slice(cut + 1) };
  throw new InvalidArgumentError('It must be written name=file.');
}

async function importPath(path: string, options: Options): Promise<ExitCode> {
  const { dryRun = false, json = false } = options;
  const line = progressLine(process.stderr);
  const stop = new AbortController();
  void untilAskedToStop().then(() => stop.abort());
  const work = await workOf(path, options, {
    signal: stop.signal,
    show: (progress) => line.show(progressText(progress)),
  });
  try {
    const result = dryRun
      ? await work({ reader: new CloudEventReader({ catalogue: factCatalogue() }) })
      : await record(work, line);
    line.end();
    outputTo(process.stdout, { json }).answer(result, dryRun ? previewText : resultText);
    return result.rejected > 0 ? EXIT.found : EXIT.done;
  } finally {
    line.end();
  }
}

/** The import of a file, or of a folder, that only wants the way into the ledger. */
async function workOf(
  path: string,
  { mapping, source, rejects, dryRun, with: files }: Options,
  { signal, show }: { signal: AbortSignal; show: (progress: ImportProgress) => void },
): Promise<(way: Way) => Promise<AnyResult>> {
  const chosen = {
    mapping,
    source,
    rejectsFile: rejects,
    signal,
    dryRun,
    onProgress: show,
  };
  if (!(await isFolder(path))) return (way) => importFile({ ...chosen, ...way, file: path, with: files });
  if (Object.keys(files).length > 0) {
    const message = 'does not go with a folder: files are found in it by their names';
    throw new ValidationFailed([{ field: '--with', rule: 'file', message }]);
  }
  return (way) => importFolder({ ...chosen, ...way, folder: path });
}

/** What cannot be looked at is taken for a file: reading it says what is wrong with it. */
async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Stores, then brings the read models up to date, so that what is asked next is answered at once. */
function record(work: (way: Way) => Promise<AnyResult>, line: { end(): void }): Promise<AnyResult> {
  return withLedger(async ({ recorder, reader, projections }) => {
    const result = await work({ recorder, reader });
    line.end();
    if (process.stderr.isTTY) say('Bringing the read models up to date …');
    await projections.catchUp();
    return result;
  });
}

function resultText(result: AnyResult): string {
  return [sumText(result), ...partTexts(result)].join('\n');
}

function sumText(result: ImportResult): string {
  return table(
    ['rows read', String(result.read)],
    [
      ['events stored', String(result.stored)],
      ['events that followed', String(result.followed)],
      ['there before', String(result.duplicates)],
      ['rows rejected', result.rejects ? `${result.rejected} (see ${result.rejects})` : String(result.rejected)],
      ['time', `${result.seconds} s, ${result.eventsPerSecond} events/s`],
      ['import', result.importId],
    ],
  );
}

/** What became of each file of a folder, and which were not there. */
function partTexts(result: AnyResult): string[] {
  if (!('files' in result)) return [];
  const files = result.files.map(({ file, read, stored, duplicates, rejected }): [string, string] => [
    file,
    `${read} rows: ${stored} events stored, ${duplicates} there before, ${rejected} rows rejected`,
  ]);
  const missing = result.missing.map((file): [string, string] => [file, 'is not there']);
  return [table(['', ''], [...files, ...missing])];
}

function previewText(result: AnyResult): string {
  const { events = 0, first = [] } = result.preview ?? {};
  const { read, rejected, rejects } = result;
  return [
    ...first.map((event) => JSON.stringify(event, null, 2)),
    `Nothing was stored. ${read} rows read: ${events} events would be, ${rejected} rows would be rejected`,
    ...(rejects ? [`The rejected ones are in ${rejects}`] : []),
  ].join('\n');
}
