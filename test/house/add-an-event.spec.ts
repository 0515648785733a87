import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applyBlocks, changed, codeBlocksOf } from './documented-change.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const blocks = codeBlocksOf(readFileSync(join(ROOT, 'docs/how-to/add-an-event.md'), 'utf8'));

describe('the page that shows how to add a kind of event', () => {
  let copy: string;
  let touched: string[];
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'rapport-add-an-event-'));
    for (const part of ['apps', 'libs', 'test', 'docs', 'package.json', 'tsconfig.json']) {
      cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    }
    for (const part of ['node_modules', 'dist']) symlinkSync(join(ROOT, part), join(copy, part));
    touched = applyBlocks(blocks, copy);
    const section = blocks.find(({ language }) => language === 'md')!;
    appendFileSync(join(copy, 'docs/reference/events.md'), `\n${section.lines.join('\n')}\n`);
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  };

  it('touches one folder', () => {
    expect(new Set(touched.map((path) => path.split('/').slice(0, 2).join('/')))).toEqual(
      new Set(['libs/interactions']),
    );
    expect(touched.length).toBeGreaterThan(3);
  });

  it('is right in its types', () => {
    const project = join(copy, 'tsconfig.page.json');
    const compilerOptions = { noEmit: true };
    writeFileSync(project, JSON.stringify({ extends: './tsconfig.json', include: touched, compilerOptions }));
    expect(run(join(copy, 'node_modules/typescript/bin/tsc'), '-p', project)).toEqual({ status: 0, output: '' });
  });

  it('leads to an event that is specified, described, recorded over HTTP and seen in every read model', () => {
    const { status, output } = run(
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(copy, 'node_modules/jest/bin/jest.js'),
      '--config',
      'test/jest.config.js',
      '--testNamePattern',
      'TestDriveTaken|test drive|added event',
      '--testMatch',
      '**/test-drives.spec.ts',
      '**/events-reference.spec.ts',
      '**/added-event.fixture.ts',
    );
    expect([status, status === 0 ? '' : output]).toEqual([0, '']);
    expect(output).toContain('Test Suites: 3 passed, 3 total');
    expect(output).toMatch(/Tests: .* 3 passed/);
  });
});

describe('a change on a page', () => {
  it('is made where its lines are, and refused where they are not', () => {
    expect(changed('a\nb\nc\nd', [' a', '+x', ' c', '-d', '+e'])).toBe('a\nx\nb\nc\ne');
    expect(changed('a\nb', ['+x', ' b'])).toBe('a\nx\nb');
    expect(() => changed('a\nb', [' z', '+x'])).toThrow('no line "z"');
    expect(() => changed('a\nb', [' b', ' a'])).toThrow('no line "a"');
  });
});
