import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Lockfile {
  packages: Record<string, { version?: string; integrity?: string; optional?: boolean }>;
}

describe('the launcher', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rapport-launcher-'));
    cpSync(join(root, 'apps/launcher'), join(folder, 'apps/launcher'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function given(path: string, content: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }

  /** Runs a module of the launcher's copy, and answers what it said and how it ended. */
  function run(script: string): { status: number | null; stdout: string; stderr: string } {
    const args = ['--input-type=module', '--eval', script];
    return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  }

  describe('asked whether Node is new enough', () => {
    function check(version: string): { status: number | null; stderr: string } {
      return run(`
        import { checkNodeVersion } from './apps/launcher/node-version.mjs';
        import { orStop } from './apps/launcher/say.mjs';
        await orStop(3, () => checkNodeVersion('${version}'));
      `);
    }

    it.each(['18.20.8', '20.18.3', '9.0.0'])('stops at %s with what is needed', (version) => {
      expect(check(version)).toMatchObject({
        status: 3,
        stderr: `rapport: Node 20.19 or newer is needed, this is ${version}: see https://nodejs.org\n`,
      });
    });

    it.each(['20.19.0', '20.20.2', '22.1.0', '100.0.0'])('goes on with %s', (version) => {
      expect(check(version)).toMatchObject({ status: 0, stderr: '' });
    });
  });

  describe('asked whether the dependencies are installed', () => {
    const wanted: Lockfile = {
      packages: {
        '': {},
        'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
        'node_modules/a-for-another-platform': { version: '1.0.0', optional: true },
      },
    };

    function isInstalled(installed: Lockfile | undefined): unknown {
      const { stdout } = run(`
        import { isInstalled } from './apps/launcher/installation.mjs';
        console.log(isInstalled(${JSON.stringify(wanted)}, ${JSON.stringify(installed)}));
      `);
      return JSON.parse(stdout);
    }

    it('says yes to what the lockfile asks for on this platform', () => {
      expect(isInstalled({ packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } })).toBe(true);
    });

    it('says no to nothing, to another version, to other content, and to too much', () => {
      const a = { version: '1.0.0', integrity: 'sha512-a' };
      expect(isInstalled(undefined)).toBe(false);
      expect(isInstalled({ packages: {} })).toBe(false);
      expect(isInstalled({ packages: { 'node_modules/a': { ...a, version: '1.0.1' } } })).toBe(false);
      expect(isInstalled({ packages: { 'node_modules/a': { ...a, integrity: 'sha512-b' } } })).toBe(false);
      expect(isInstalled({ packages: { 'node_modules/a': a, 'node_modules/b': a } })).toBe(false);
    });
  });

  describe('asked what the build is made of', () => {
    beforeEach(() => {
      for (const path of ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) given(path, '{}');
      given('libs/a/src/index.ts', 'export const a = 1;');
      given('libs/a/src/a.spec.ts', 'tests');
      given('libs/a/src/preset.yaml', 'columns: []');
    });

    function fingerprint(): string {
      const { stdout } = run(`
        import { fingerprint, sourceFiles } from './apps/launcher/source-files.mjs';
        console.log(fingerprint('.', sourceFiles('.')));
      `);
      return stdout;
    }

    it('gives the same answer for the same contents, whenever they were written and whatever the tests say', () => {
      const before = fingerprint();
      expect(before).toMatch(/^[0-9a-f]{64}\n$/);
      utimesSync(join(folder, 'libs/a/src/index.ts'), new Date(0), new Date(0));
      given('libs/a/src/a.spec.ts', 'more tests');
      expect(fingerprint()).toBe(before);
    });

    it.each([
      ['a changed source', 'libs/a/src/index.ts', 'export const a = 2;'],
      ['a new source', 'apps/b/src/main.ts', ''],
      ['a changed asset', 'libs/a/src/preset.yaml', 'columns: [a]'],
      ['other dependencies', 'package-lock.json', '{"lockfileVersion":3}'],
      ['other compiler options', 'tsconfig.json', '{"compilerOptions":{}}'],
    ])('gives another answer for %s', (_what, path, content) => {
      const before = fingerprint();
      given(path, content);
      expect(fingerprint()).not.toBe(before);
    });
  });

  describe('asked for the checkout’s lock', () => {
    const takeLock = `
      import { withLock } from './apps/launcher/checkout-lock.mjs';
      await withLock('dist/lock', () => console.log('in'));
    `;

    it('gets it, and leaves nothing behind', () => {
      expect(run(takeLock)).toMatchObject({ status: 0, stdout: 'in\n', stderr: '' });
      expect(run('import { readdirSync } from "node:fs"; console.log(readdirSync("dist").length)').stdout).toBe('0\n');
    });

    it('takes it from a launcher that has died', () => {
      given('dist/lock', String(2 ** 22 + 1));
      expect(run(takeLock)).toMatchObject({ status: 0, stdout: 'in\n', stderr: '' });
    });
  });
});

describe('the lockfile', () => {
  it('names every optional package of what it names, because npm ci fails otherwise where one cannot be looked up', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      ),
    );
    expect(missing).toEqual([]);
  });
});
