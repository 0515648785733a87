import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Violation {
  from: string;
  rule: { name: string };
}

describe('the boundaries between the parts', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rapport-boundaries-'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const paths = { '#*/http': ['./libs/*/src/http/index.ts'], '#*': ['./libs/*/src/index.ts'] };
    const compilerOptions = { module: 'NodeNext', moduleResolution: 'NodeNext', paths };
    given('tsconfig.json', JSON.stringify({ compilerOptions }));
    for (const lib of ['kernel', 'customers', 'sales', 'intake'])
      given(`libs/${lib}/src/index.ts`, 'export const a = 1;');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function given(path: string, content: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${content}\n`);
  }

  /** Broken rules, each with the file that breaks it. */
  function broken(): string[] {
    const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const config = join(root, 'test/boundaries.cjs');
    const args = [program, '--config', config, '--output-type', 'json', '.'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 });
    const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[] } };
    return summary.violations.map((violation) => `${violation.rule.name} ${violation.from}`).sort();
  }

  it('are kept by parts that keep to their own', () => {
    given('libs/sales/src/events/sold.ts', `import { a } from '#kernel';\nexport const b = a;`);
    given('libs/sales/src/queries/sales.ts', `import { Client } from 'pg';\nexport const c = Client;`);
    given('libs/customers/src/rules/buyer.ts', `import type { a } from '#sales';\nexport type B = typeof a;`);
    given('apps/api/src/main.ts', `export * from '#sales';`);
    expect(broken()).toEqual([]);
  });

  it('are reported where they are crossed, each by its own rule', () => {
    const crossing = [
      ['pure-files-stay-pure', 'libs/sales/src/events/sold.ts', `import '@nestjs/common';`],
      ['pure-files-stay-pure', 'libs/sales/src/deciders/sell.ts', `import type { DataSource } from 'typeorm';`],
      ['pure-files-stay-pure', 'libs/sales/src/projections/sales.ts', `import 'pg';`],
      ['pure-files-stay-pure', 'libs/kernel/src/facts/fact.ts', `import 'typeorm';`],
      ['pure-files-do-no-io', 'libs/sales/src/rules/tax.ts', `import 'node:fs';`],
      ['machinery-knows-no-domain', 'libs/intake/src/take.ts', `import type { a } from '#sales';`],
      ['domains-meet-as-types-only', 'libs/sales/src/buyer.ts', `export { a } from '#customers';`],
      ['only-the-index-from-outside', 'libs/sales/src/deep.ts', `import type { b } from '../../customers/src/b.js';`],
      ['only-http-loads-http', 'libs/sales/src/queries/sold.ts', `import '#sales/http';`],
      ['libs-know-no-app', 'libs/sales/src/up.ts', `import '../../../apps/api/src/serve.js';`],
      ['programs-contain-no-tests', 'libs/sales/src/tested.ts', `import './other.spec.js';`],
      ['everything-is-there', 'libs/sales/src/lost.ts', `import './nowhere.js';`],
      // As types too.
      ['no-cycles', 'libs/sales/src/circle.ts', `import type { C } from './round.js';\nexport type D = C;`],
    ] as const;
    given('apps/api/src/serve.ts', 'export const b = 1;');
    given('libs/sales/src/http/index.ts', 'export const b = 1;');
    given('libs/customers/src/b.ts', 'export const b = 1;');
    given('libs/sales/src/other.spec.ts', 'export const b = 1;');
    given('libs/sales/src/round.ts', `import type { D } from './circle.js';\nexport interface C { d: D }`);
    for (const [, file, content] of crossing) given(file, content);
    expect(broken()).toEqual(crossing.map(([rule, file]) => `${rule} ${file}`).sort());
  });
});
