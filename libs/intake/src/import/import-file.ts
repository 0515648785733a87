import { basename, resolve } from 'node:path';
import type { CloudEventReader } from '../cloud-events/cloud-event-reader.js';
import { MappingInvalid } from '../errors/mapping-invalid.js';
import { loadMapping } from '../mappings/load-mapping.js';
import { mappingFor, type MappingSet } from '../mappings/mapping-set.js';
import type { Recorder } from '../recording/recorder.js';
import { FileSource } from './file-source.js';
import { firstLineOf } from './first-line.js';
import type { ImportProgress } from './import-progress.js';
import type { ImportResult } from './import-result.js';
import { importSource } from './import-source.js';
import { readJoinedFiles } from './joined-files.js';
import { RejectsFile } from './rejects-file.js';

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
  const { file, reader, dryRun = false, recorder, source, onProgress, signal } = options;
  if (!dryRun && !recorder) throw new Error('an import needs a recorder');
  const from = new FileSource(file);
  const identity = await from.identity();
  const mapping = mappingFor(mappings, file, await firstLineOf(from));
  const given = options.with ?? {};
  checkGiven(mappings.name, given, Object.keys(mapping.joins ?? {}));
  const { rows: joined, files } = await readJoinedFiles(mapping, file, given);
  const joinedIdentities = await Promise.all(files.map((each) => new FileSource(each).identity()));
  const rejectedBefore = rejects.count;

  const { preview, ...result } = await importSource({
    ...{ from, identity, mapping, joined, joinedIdentities, source, reader, rejects, onProgress, signal },
    recorder: dryRun ? undefined : recorder,
  });
  return {
    ...result,
    rejects: rejects.count > rejectedBefore ? rejects.path : null,
    ...(preview ? { preview } : {}),
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
