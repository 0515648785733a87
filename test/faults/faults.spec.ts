import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from './cluster/project-root.js';
import { CLIENT_FAULT_KINDS, FAULT_KINDS, type FaultKind } from './plan/fault.js';
import { makePlan } from './plan/make-plan.js';
import { type RunReport, faultsOf } from './report.js';
import { EVERY_FAULT, SHORT_FORM } from './short-form.js';

const MAIN = join(projectRoot(), 'dist/test/faults/main.js');
const NEED_DISKS: readonly FaultKind[] = ['log disk full', 'write-ahead log disk full'];

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function faults(...args: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [MAIN, ...args], { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(new Error('the harness could not be run', { cause: error }));
      else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

describe('under faults of every kind', () => {
  it('nothing that was acknowledged is lost, doubled or out of order, and read models are the fold of the log', async () => {
    const { code, stdout, stderr } = await faults('--seed', SHORT_FORM.join(), '--json');
    process.stderr.write(stderr);
    const report = JSON.parse(stdout) as RunReport;
    expect(report.episodes.flatMap(({ seed, failures }) => failures.map((failure) => `${seed}: ${failure}`))).toEqual(
      [],
    );
    expect(report.unstopped).toEqual([]);
    expect(code).toBe(0);
    expect(report.episodes.map(({ seed }) => seed)).toEqual(SHORT_FORM);
    for (const { acknowledged, stored, repeated } of report.episodes) {
      expect(acknowledged).toBeGreaterThan(50);
      expect(stored).toBeGreaterThanOrEqual(acknowledged);
      expect(repeated).toBeGreaterThan(0);
    }
    // Where no disk can be mounted the report says so, and those two are left out.
    const left = report.withoutDisks === undefined ? [] : NEED_DISKS;
    const expected = [...FAULT_KINDS, ...CLIENT_FAULT_KINDS].filter((kind) => !left.some((each) => each === kind));
    expect(Object.keys(faultsOf(report)).sort()).toEqual(expected.sort());
    expect(report.watched).toContain('read.projection_checkpoint');
  }, 900_000);
});

describe('the short form', () => {
  it('holds every kind of fault', () => {
    const kinds = EVERY_FAULT.flatMap((seed) => makePlan(seed).faults.map(({ kind }) => kind));
    expect(new Set(kinds)).toEqual(new Set(FAULT_KINDS));
  });
});

describe('the program', () => {
  it('prints the plan of a seed, the same one each time', async () => {
    const [one, other] = await Promise.all([faults('--seed', '5', '--plan'), faults('--seed', '5', '--plan')]);
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(one.stdout).toContain('seed 5: 6 customers');
    expect(other.stdout).toBe(one.stdout);
  });

  it('says how it is used', async () => {
    const { code, stdout, stderr } = await faults('--seeds', 'many');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('usage: npm run -s test:faults');
  });
});
