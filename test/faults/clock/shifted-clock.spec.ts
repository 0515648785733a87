import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../cluster/project-root.js';

const HOUR_MS = 3_600_000;
const PRELOAD = join(projectRoot(), 'dist/test/faults/clock/shifted-clock.js');

/** Says all the time, in its thread and in another, what time it is, by every way of asking. */
const PROGRAM = `
  import { Worker, isMainThread } from 'node:worker_threads';
  const say = () => console.log(JSON.stringify({
    main: isMainThread, now: Date.now(), made: new Date().getTime(), text: Date.parse(Date()),
    given: new Date(5).getTime(), isDate: new Date() instanceof Date, monotonic: performance.now(),
  }));
  setInterval(say, 20);
  if (isMainThread) new Worker(process.argv[1]);
`;

interface Said {
  main: boolean;
  now: number;
  made: number;
  text: number;
  given: number;
  isDate: boolean;
  monotonic: number;
}

describe('a program with a shifted clock', () => {
  let folder: string;
  let child: ChildProcess;
  let lines: AsyncIterator<string>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rapport-clock-'));
    await writeFile(join(folder, 'clock'), String(HOUR_MS));
    await writeFile(join(folder, 'program.mjs'), PROGRAM);
    child = spawn(process.execPath, ['--import', PRELOAD, join(folder, 'program.mjs')], {
      env: { ...process.env, RAPPORT_FAULTS_CLOCK: join(folder, 'clock') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  /** The first that a thread says from now on and that `fits`. */
  async function until(main: boolean, fits: (said: Said) => boolean): Promise<Said> {
    for (;;) {
      const { value } = await lines.next();
      const said = JSON.parse(value as string) as Said;
      if (said.main === main && fits(said)) return said;
    }
  }

  const near = (time: number, expected: number): boolean => Math.abs(time - expected) < HOUR_MS / 4;

  it.each([true, false])('asks for the time in vain, also in its threads (main: %s)', async (main) => {
    const said = await until(main, () => true);
    for (const time of [said.now, said.made, said.text]) expect(near(time, Date.now() + HOUR_MS)).toBe(true);
    expect(said).toMatchObject({ given: 5, isDate: true });

    await writeFile(join(folder, 'clock'), String(-24 * HOUR_MS));
    // While the note is being written it may be read as empty.
    const later = await until(main, ({ now }) => near(now, Date.now() - 24 * HOUR_MS));
    expect(later.monotonic).toBeGreaterThan(said.monotonic);
    expect(later.monotonic - said.monotonic).toBeLessThan(HOUR_MS);
  });
});
