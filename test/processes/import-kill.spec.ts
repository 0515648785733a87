import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ImportResult } from '#intake';
import { rapport, rapportJson, startRapport } from './support/command-line.js';
import { connected, type Contents, contentsOf, purchasesIn } from './support/contents.js';
import { writePurchaseFile } from './support/purchase-file.js';
import type { Ended, Program } from './support/program.js';
import { TemporaryHome } from './support/temporary-home.js';

const ROWS = 30_000;

describe('an import that is interrupted half-way and run again', () => {
  let files: string;
  let file: string;
  let home: TemporaryHome;
  let clean: Contents;
  let url: string | undefined;

  const importFile = (into: string) => ['import', file, '--mapping', 'cdnow', '--rejects', join(into, 'rejects')];

  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), 'rapport-files-'));
    file = join(files, 'purchases.txt');
    await writePurchaseFile(file, ROWS);
    const once = await TemporaryHome.make();
    const { code, answer } = await rapportJson<ImportResult>(importFile(once.path), { home: once.path });
    expect({ code, answer }).toMatchObject({
      code: 0,
      answer: { read: ROWS, stored: ROWS, duplicates: 0, rejected: 0 },
    });
    clean = await contentsOf(once.path);
    await once.remove();
  }, 240_000);
  afterAll(() => rm(files, { recursive: true, force: true }));

  beforeEach(async () => {
    home = await TemporaryHome.make();
  });
  afterEach(() => home.remove());

  it('ends as one that ran once, after Ctrl-C and after kill -9; once more adds nothing', async () => {
    const stopped = await interruptAt(ROWS / 6, 'SIGINT');
    expect(stopped).toMatchObject({ code: 3, stdout: '' });
    expect(stopped.stderr).toMatch(
      /purchases\.txt: the import was stopped after \d+ rows \(up to line \d+\): \d+ events stored, 0 were there before/,
    );
    expect(stopped.stderr).toContain('Run the same import again');
    expect(stopped.stderr).not.toMatch(/^\s+at /m);
    expect(home.postmaster).toBeUndefined();
    const storedBefore = Number(/(\d+) events stored/.exec(stopped.stderr)![1]);
    expect(storedBefore).toBeGreaterThan(ROWS / 6);

    const killed = await interruptAt(storedBefore + ROWS / 6, 'SIGKILL');
    expect(killed.signal).toBe('SIGKILL');

    const again = await importAll();
    expect(again).toMatchObject({ read: ROWS, rejected: 0, rejects: null });
    expect(again.stored + again.duplicates).toBe(ROWS);
    expect(again.stored).toBeGreaterThan(0);
    expect(again.duplicates).toBeGreaterThan(storedBefore + ROWS / 6);
    expect(await contentsOf(home.path)).toEqual(clean);

    const onceMore = await importAll();
    expect(onceMore).toMatchObject({ read: ROWS, stored: 0, duplicates: ROWS, rejected: 0, rejects: null });
    expect(onceMore.importId).toBe(again.importId);
  }, 240_000);

  async function importAll(): Promise<ImportResult> {
    const { code, answer } = await rapportJson<ImportResult>(importFile(home.path), { home: home.path });
    expect(code).toBe(0);
    return answer;
  }

  /** Starts the import, and sends the signal when the log holds more than so many purchases, but not all. */
  async function interruptAt(purchases: number, signal: NodeJS.Signals): Promise<Ended> {
    // The database is at the same URL whenever it runs.
    url ??= (await rapport(['database', 'url'], { home: home.path })).stdout.trim();
    const running = startRapport([...importFile(home.path), '--json'], { home: home.path });
    const client = await connected(url);
    let stored = 0;
    await running.until(async () => (stored = await purchasesIn(client)) > purchases);
    if (signal === 'SIGINT') await sentByNpmToo(running);
    const ended = await running.end(signal);
    await client.end();
    expect(stored).toBeLessThan(ROWS);
    return ended;
  }
});

/** The terminal sends Ctrl-C to npm and the program, and npm sends it on. */
async function sentByNpmToo(program: Program): Promise<void> {
  program.signal('SIGINT');
  await delay(20);
}
