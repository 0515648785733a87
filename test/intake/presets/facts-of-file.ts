import { importFile, type FactToRecord, type ImportResult, type Recorder } from '#intake';
import { reader } from '../support.js';

/** What an import would have recorded: the real way up to the ledger, and a ledger that only writes down (a double). */
export async function factsOfFile(
  file: string,
  mapping: string,
  rejectsFile: string,
): Promise<{ facts: FactToRecord[]; result: ImportResult }> {
  const facts: FactToRecord[] = [];
  const recorder: Pick<Recorder, 'recordMany' | 'decides'> = {
    decides: () => false,
    recordMany: (offered) => {
      facts.push(...offered);
      const value = { eventIds: [''], revision: 0, position: 1n, duplicate: false };
      return Promise.resolve(offered.map(() => ({ status: 'fulfilled', value })));
    },
  };
  const result = await importFile({ file, mapping, recorder, reader, rejectsFile });
  return { facts, result };
}
