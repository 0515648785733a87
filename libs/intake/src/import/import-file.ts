import { basename, resolve } from 'node:path';
import type { CloudEventReader } from '../cloud-events/cloud-event-reader.js';
import { MappingInvalid } from '../errors/mapping-invalid.js';
import { loadMapping } from '../mappings/load-mapping.js';
import { mappingFor, type MappingSet } from '../mappings/mapping-set.js';
import type { Recorder } from '../recording/recorder.js';
import { firstLineOf, identify, importIdOf } from './file-identity.js';
import type { ImportProgress } from './import-progress.js';
import type { ImportResult } from './import-result.js';
import { ImportRun } from './import-run.js';
import { readJoinedFiles } from './joined-files.js';
import { RejectsFile } from './rejects-file.js';
import { RowFacts } from './row-facts.js';
import { RowGroups } from './row-groups.js';

export interface ImportOptions {
  file: string;
  /** A preset's name, a YAML file or a .mjs file; without one the file must hold CloudEvents, one a line. */
  mapping?: string | undefined;
  /** Files that the mapping joins rows to, by the names it has for them; by default those that lie beside the file. */
  with?: Readonly<Record<string, string>> | undefined;
  /** Source of the events that name none; by default the mapping's own. */
  source?: string | undefined;
  /** Check and show only: nothing is stored. */
  dryRun?: boolean | undefined;
  /** Not needed for a dry run. */
  recorder?: Pick<Recorder, 'recordMany' | 'decides'> | undefined;
  reader: CloudEventReader;
  /** Told after each chunk of rows, and at the end. */
  onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Where rejected rows go, one JSON document a line; by default `<file name>.rejects.ndjson` in the working directory. */
  rejectsFile?: string | undefined;
  /** Ends the import early; it may be run again. */
  signal?: AbortSignal | undefined;
}

/**
 * Imports a file. Good rows are stored, bad ones are set aside with their reasons. An import that was interrupted in any
 * way may be run again, and ends as if it had run once: the ids of facts come from the file. It can throw:
 * - FileUnreadable, when there is no such file, MappingInvalid, when the mapping does not fit, and JoinedFileInvalid,
 *   when a file that rows are joined to has rows that cannot be used: nothing is stored
 * - ImportInterrupted, when it ends before the file does: the gzip data is cut off, the log cannot be reached, or the
 *   signal says so. It tells how far the import came; what was stored stays
 */
export async function importFile(options: ImportOptions): Promise<ImportResult> {
  const rejects = new RejectsFile(resolve(options.rejectsFile ?? `${basename(options.file)}.rejects.ndjson`));
  try {
    return await importOneFile(options, await loadMapping(options.mapping), rejects);
  } finally {
    await rejects.close();
  }
}

/** Imports a file by the part of a mapping that is for it. Throws as `importFile` does; leaves `rejects` open. */
export async function importOneFile(
  options: ImportOptions,
  mappings: MappingSet,
  rejects: RejectsFile,
): Promise<ImportResult> {
  const startedAt = performance.now();
  const { file, reader, dryRun = false, recorder } = options;
  if (!dryRun && !recorder) throw new Error('an import needs a recorder');
  const identity = await identify(file);
  const mapping = mappingFor(mappings, file, await firstLineOf(file));
  const { group } = mapping;
  const given = options.with ?? {};
  checkGiven(mappings.name, given, Object.keys(mapping.joins ?? {}));
  const { rows: joined, files: joinedFiles } = await readJoinedFiles(mapping, file, given);
  const source = options.source ?? mapping.source;
  const importId = importIdOf(source ?? '', identity, await Promise.all(joinedFiles.map(identify)));
  const rejectedBefore = rejects.count;

  const run = new ImportRun({
    file,
    totalBytes: identity.bytes,
    mapping,
    rowFacts: new RowFacts({ mapping, joined, reader, source, importId }),
    groups: group ? await RowGroups.of(file, { ...mapping, group }) : undefined,
    recorder: dryRun ? undefined : recorder,
    rejects,
    startedAt,
    onProgress: options.onProgress,
    signal: options.signal,
  });
  const { progress, preview } = await run.toEnd();
  const seconds = progress.elapsedMs / 1_000;
  return {
    read: progress.rows,
    stored: progress.stored,
    followed: progress.followed,
    duplicates: progress.duplicates,
    rejected: progress.rejected,
    seconds: Math.round(seconds * 1_000) / 1_000,
    eventsPerSecond: Math.round((progress.stored + progress.duplicates) / Math.max(seconds, 0.001)),
    importId,
    rejects: rejects.count > rejectedBefore ? rejects.path : null,
    ...(dryRun ? { preview } : {}),
  };
}

function checkGiven(mapping: string, given: Readonly<Record<string, string>>, known: readonly string[]): void {
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const has = known.length > 0 ? `those that it joins are ${known.join(', ')}` : 'it joins none';
  throw new MappingInvalid(
    mapping,
    unknown.map((name) => ({ field: name, rule: 'known-join', message: `is no file that the mapping joins; ${has}` })),
  );
}
