import {
  importFile,
  importFolder,
  type FactToRecord,
  type FolderImportResult,
  type ImportOptions,
  type ImportResult,
  type Recorder,
} from '#intake';
import { reader } from '../support.js';

/** A ledger that only tells what it is offered: a double. */
function toldTo(take: (fact: FactToRecord) => void): Pick<Recorder, 'recordMany' | 'decides'> {
  return {
    decides: () => false,
    recordMany: (offered) => {
      offered.forEach(take);
      const value = { eventIds: [''], revision: 0, position: 1n, duplicate: false };
      return Promise.resolve(offered.map(() => ({ status: 'fulfilled', value })));
    },
  };
}

/** What an import would have recorded: the real way up to the ledger. */
export async function factsOfFile(
  file: string,
  mapping: string,
  rejectsFile: string,
  options: Pick<ImportOptions, 'with'> = {},
): Promise<{ facts: FactToRecord[]; result: ImportResult }> {
  const facts: FactToRecord[] = [];
  const result = await importFile({
    file,
    mapping,
    recorder: toldTo((fact) => void facts.push(fact)),
    reader,
    rejectsFile,
    ...options,
  });
  return { facts, result };
}

/** The same for a folder. */
export async function factsOfFolder(
  folder: string,
  mapping: string,
  rejectsFile: string,
): Promise<{ facts: FactToRecord[]; result: FolderImportResult }> {
  const facts: FactToRecord[] = [];
  const result = await tellFactsOfFolder(folder, mapping, rejectsFile, (fact) => void facts.push(fact));
  return { facts, result };
}

/** The same for a folder whose facts are too many to be kept. */
export function tellFactsOfFolder(
  folder: string,
  mapping: string,
  rejectsFile: string,
  take: (fact: FactToRecord) => void,
): Promise<FolderImportResult> {
  return importFolder({ folder, mapping, recorder: toldTo(take), reader, rejectsFile });
}
