import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadMapping } from './load-mapping.js';
import { mappingFor } from './mapping-set.js';

describe('a mapping', () => {
  let directory: string;
  beforeAll(async () => (directory = await mkdtemp(join(tmpdir(), 'rapport-mappings-'))));
  afterAll(() => rm(directory, { recursive: true }));

  let count = 0;
  /** Each module in a file of its own: the runtime keeps what it has loaded. */
  const load = async (text: string, ending = '.mjs') => {
    const file = join(directory, `mapping-${(count += 1)}${ending}`);
    await writeFile(file, text);
    return mappingFor(await loadMapping(file), file, '');
  };

  it('may be a module', async () => {
    const mapping = await load(`
      export const source = 'urn:m';
      export const format = { format: 'csv', separator: 'tab' };
      export default (row, number) => row.skip ? null : [{ id: String(number) }, { id: 'x', specversion: '0.3' }];
    `);
    expect(mapping).toMatchObject({ source: 'urn:m', format: { kind: 'csv', separator: '\t' } });
    expect(mapping.eventsOf({ skip: true }, 1, {})).toBeNull();
    expect(mapping.eventsOf({}, 2, {})).toEqual([
      { specversion: '1.0', id: '2' },
      { specversion: '0.3', id: 'x' },
    ]);
  });

  it('may be a module whose failures are those of the row', async () => {
    const mapping = await load(`export default (row) => { throw new Error('no ' + row.a); };`);
    expect(() => mapping.eventsOf({ a: 'luck' }, 1, {})).toThrow('the mapping failed: no luck');
    const late = await load(`export default async () => null;`);
    expect(() => late.eventsOf({}, 1, {})).toThrow('must answer at once');
  });

  it.each([
    ['.mjs', 'export const format = "csv";', 'default: is required'],
    ['.mjs', 'export default 1;', 'must be a function'],
    ['.mjs', 'export default () => null; export const sauce = 1;', 'sauce: is not a key'],
    ['.mjs', 'export default () => null; export const format = { delimiter: ";" };', 'format.delimiter: is not a key'],
    ['.mjs', 'syntax error', 'cannot be loaded'],
    ['.yaml', 'evants: []', 'evants: is not a key that a mapping knows here; known: '],
    [
      '.txt',
      '',
      'is neither a preset (cdnow, bank-marketing, bank-marketing-earlier, olist, crm-sales, starbucks, complete-journey, segment) nor a .yaml or .mjs file',
    ],
  ])('in %s that says %j is refused', async (ending, text, message) => {
    const loaded = load(text, ending);
    await expect(loaded).rejects.toMatchObject({ code: 'mapping-invalid' });
    await expect(loaded).rejects.toThrow(message);
  });

  it('must be there', async () => {
    await expect(loadMapping(join(directory, 'none.yaml'))).rejects.toMatchObject({ code: 'mapping-invalid' });
  });
});
