import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('a test run', () => {
  it('fails when a test fails, also after its own server was stopped', () => {
    const { RAPPORT_TEST_DATABASE_URL: _, ...env } = process.env;
    const run = spawnSync('node', ['apps/launcher/test.mjs', '--testMatch', '**/fails.fixture.ts'], {
      cwd: ROOT,
      env,
      encoding: 'utf8',
    });
    expect(run.stderr).toContain('Tests:       1 failed, 1 total');
    expect(run.status).toBe(1);
  });
});
