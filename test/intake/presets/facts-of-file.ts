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

/** A ledger that only writes down what it is offered: a double. */
function listOf(facts: FactToRecord[]): Pick<Recorder, 'recordMany' | 'decides'> {
  return {
    decides: () => false,
    recordMany: (offered) => {
      facts.push(...offered);
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
  const result = await importFile({ file, mapping, recorder: listOf(facts), reader, rejectsFile, ...options });
  return { facts, result };
}

/** The same for a folder. */
export async function factsOfFolder(
  folder: string,
  mapping: string,
  rejectsFile: string,
): Promise<{ facts: FactToRecord[]; result: FolderImportResult }> {
  const facts: FactToRecord[] = [];
  const result = await importFolder({ folder, mapping, recorder: listOf(facts), reader, rejectsFile });
  return { facts, result };
}
