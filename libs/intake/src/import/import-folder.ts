import { basename, resolve } from 'node:path';
import { v5 } from 'uuid';
import { FileUnreadable } from '../errors/file-unreadable.js';
import { MappingInvalid } from '../errors/mapping-invalid.js';
import { loadMapping } from '../mappings/load-mapping.js';
import { importOneFile, type ImportOptions } from './import-file.js';
import type { ImportProgress } from './import-progress.js';
import type { FolderImportResult, ImportResult } from './import-result.js';
import { findFile } from './joined-files.js';
import { RejectsFile } from './rejects-file.js';

const FOLDER_NAMESPACE = '5c1d5c3e-5be1-4c29-a5a1-3f3b0a4f0d55';

/** What `importFile` takes, but for a folder, and without files to join: those are found in it. */
export type FolderImportOptions = Omit<ImportOptions, 'file' | 'with' | 'onProgress'> & {
  folder: string;
  onProgress?: ((progress: ImportProgress, file: string) => void) | undefined;
};

/**
 * Imports the files of a folder that a mapping is for, by their names, one after the other in the mapping's order. Files
 * that are not there are named in the answer; when none is, FileUnreadable is thrown. Throws as `importFile` does, and
 * may be run again like it.
 */
export async function importFolder(options: FolderImportOptions): Promise<FolderImportResult> {
  const { folder, onProgress } = options;
  const mappings = await loadMapping(options.mapping);
  const names = mappings.parts.map(({ file }) => file).filter((file) => file !== undefined);
  if (names.length === 0) {
    const message = 'must be there when a folder is imported: it names the file in the folder';
    throw new MappingInvalid(mappings.name, [{ field: 'file', rule: 'required', message }]);
  }
  const found: string[] = [];
  const missing: string[] = [];
  for (const name of names) {
    const file = await findFile(folder, name);
    if (file === undefined) missing.push(name);
    else found.push(file);
  }
  if (found.length === 0) throw new FileUnreadable(folder, `has none of the mapping's files: ${names.join(', ')}`);

  const rejects = new RejectsFile(resolve(options.rejectsFile ?? `${basename(resolve(folder))}.rejects.ndjson`));
  const files: (ImportResult & { file: string })[] = [];
  try {
    for (const file of found) {
      const chosen = { ...options, file, onProgress: (progress: ImportProgress) => onProgress?.(progress, file) };
      files.push({ file: basename(file), ...(await importOneFile(chosen, mappings, rejects)) });
    }
  } finally {
    await rejects.close();
  }
  return summed(files, missing, rejects.path);
}

function summed(
  files: readonly (ImportResult & { file: string })[],
  missing: readonly string[],
  rejects: string | null,
): FolderImportResult {
  const sum = (of: (result: ImportResult) => number): number => files.reduce((total, each) => total + of(each), 0);
  const seconds = Math.round(sum((each) => each.seconds) * 1_000) / 1_000;
  const [stored, duplicates] = [sum((each) => each.stored), sum((each) => each.duplicates)];
  const previews = files.map(({ preview }) => preview).filter((preview) => preview !== undefined);
  return {
    read: sum((each) => each.read),
    stored,
    followed: sum((each) => each.followed),
    duplicates,
    rejected: sum((each) => each.rejected),
    seconds,
    eventsPerSecond: Math.round((stored + duplicates) / Math.max(seconds, 0.001)),
    importId: v5(files.map(({ importId }) => importId).join('\n'), FOLDER_NAMESPACE),
    rejects,
    ...(previews.length > 0
      ? {
          preview: {
            events: previews.reduce((total, { events }) => total + events, 0),
            first: previews.flatMap(({ first }) => first.slice(0, PREVIEW_EVENTS_A_FILE)),
          },
        }
      : {}),
    files,
    missing,
  };
}

/** A folder has several files: a few events of each show what becomes of it. */
const PREVIEW_EVENTS_A_FILE = 3;
