import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importFile, loadMapping, mappingFor, type Recorder } from '#intake';
import { Unavailable } from '#kernel';
import { loyaltyDomain } from '#loyalty';
import { FileSource } from '../../libs/intake/src/import/file-source.js';
import { firstLineOf } from '../../libs/intake/src/import/first-line.js';
import { NO_FIGURES } from '../../libs/intake/src/import/import-figures.js';
import { type ImportPoint, pointBeforeAll } from '../../libs/intake/src/import/import-point.js';
import { importSource } from '../../libs/intake/src/import/import-source.js';
import type { Reject } from '../../libs/intake/src/import/reject.js';
import { randomFrom } from '../processes/support/random.js';
import { openLedger, reader, readJsonLines, temporaryDirectory, type TestLedger } from './support.js';

const ROWS = 9_000;
const CUSTOMERS = 6_000;

/** Where a run of the import dies: at its nth chunk, that one stored or not. */
interface Death {
  chunk: number;
  stored: boolean;
}

interface Outcome {
  /** Without its time. */
  figures: object;
  rejects: Reject[];
  log: string[];
  points: number;
}

describe('an import that goes on after a crash', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let source: FileSource;
  let clean: Outcome;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    const file = directory.path('purchases.txt');
    await writeFile(file, purchases());
    source = new FileSource(file);
    clean = await imported([]);
    expect(clean.figures).toMatchObject({ read: ROWS, rejected: 2 });
    expect(clean.points).toBeGreaterThan(3);
  });
  afterAll(() => directory.remove());

  it.each<{ deaths: Death[] }>([
    { deaths: [{ chunk: 1, stored: true }] },
    { deaths: [{ chunk: 2, stored: false }] },
    { deaths: [{ chunk: 3, stored: true }] },
    {
      deaths: [
        { chunk: 2, stored: true },
        { chunk: 1, stored: true },
        { chunk: 2, stored: false },
        { chunk: 1, stored: false },
      ],
    },
  ])('leaves the log, the rejects and the figures of one that was not interrupted: $deaths', async ({ deaths }) => {
    expect(await imported(deaths)).toEqual({ ...clean, points: expect.any(Number) });
  });

  it('records what the command line does', async () => {
    const ledger = await openLedger({ policies: loyaltyDomain.policies ?? [] });
    try {
      const { recorder } = ledger;
      const rejectsFile = directory.path('rejects');
      await importFile({ file: source.name, mapping: 'cdnow', reader, recorder, rejectsFile });
      // Of two chunks that are under way at once either may come first.
      expect((await logOf(ledger)).sort()).toEqual([...clean.log].sort());
      expect(await readJsonLines(rejectsFile)).toEqual(clean.rejects);
    } finally {
      await ledger.close();
    }
  });

  /** Runs it as a job would, again from the last point whenever it dies. */
  async function imported(deaths: readonly Death[]): Promise<Outcome> {
    const ledger = await openLedger({ policies: loyaltyDomain.policies ?? [] });
    try {
      let point = pointBeforeAll(NO_FIGURES, await ledger.store.head());
      let points = 0;
      const rejects: Reject[] = [];
      const keep = (next: ImportPoint): Promise<void> => {
        // As it comes back from a database.
        point = JSON.parse(JSON.stringify(next)) as ImportPoint;
        points += 1;
        return Promise.resolve();
      };
      for (const [attempt, death] of [...deaths, undefined].entries()) {
        const from = point;
        rejects.splice(from.rejects);
        const mapping = mappingFor(await loadMapping('cdnow'), source.name, await firstLineOf(source));
        const run = importSource({
          ...{ from: source, identity: await source.identity(), mapping, joined: {}, joinedIdentities: [] },
          ...{ source: undefined, reader, recorder: dying(ledger, death) },
          rejects: { write: (more) => Promise.resolve(void rejects.push(...more)) },
          durable: { from, resumed: attempt > 0, keep, everyMs: 0 },
        });
        if (death) {
          await expect(run).rejects.toMatchObject({ code: 'import-interrupted' });
          continue;
        }
        const { seconds: _seconds, eventsPerSecond: _rate, ...figures } = await run;
        return { figures, rejects, log: await logOf(ledger), points };
      }
      throw new Error('the last run always answers');
    } finally {
      await ledger.close();
    }
  }
});

/** What was recorded, in its order. */
async function logOf(ledger: TestLedger): Promise<string[]> {
  return (await ledger.events()).map(({ stream, revision, id }) => `${stream} ${revision} ${id}`);
}

/** The recorder of a process that dies. */
function dying({ recorder }: TestLedger, death: Death | undefined): Pick<Recorder, 'recordMany' | 'decides'> {
  let chunk = 0;
  return {
    decides: (fact) => recorder.decides(fact),
    recordMany: async (facts) => {
      chunk += 1;
      const dies = death !== undefined && chunk >= death.chunk;
      const outcomes = dies && !(death.stored && chunk === death.chunk) ? [] : await recorder.recordMany(facts);
      if (dies) throw new Unavailable('the process has died');
      return outcomes;
    },
  };
}

/** Customers in any order, so that chunks share some of them; some rows twice, some that are no good. */
function purchases(): string {
  const random = randomFrom(7);
  const lines = Array.from({ length: ROWS - 2 }, (_, n) => {
    const customer = String(1 + Math.floor(random() * CUSTOMERS)).padStart(5, '0');
    return ` ${customer} 1997${String(1 + (n % 12)).padStart(2, '0')}15 ${1 + (n % 4)} ${(random() * 100).toFixed(2).padStart(6)}`;
  });
  lines.splice(3_000, 0, ' 00001 19970230 1   1.00');
  lines.splice(7_000, 0, ' 00001 what 1   1.00');
  return `${[' customer    date  cds  dollars', ...lines].join('\n')}\n`;
}
