import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Mapping } from '../mappings/mapping.js';
import type { Grouping } from '../mappings/row-group.js';
import type { Row } from '../rows/row.js';
import { FileSource } from './file-source.js';
import { GROUP_LIMITS, RowGroups } from './row-groups.js';

const row = (number: number, key: string): Row => ({
  number,
  value: { key },
  raw: 'x'.repeat(100),
  violation: undefined,
});

describe('rows that belong together', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'rapport-groups-'))));
  afterAll(() => rm(folder, { recursive: true }));

  const groupsOf = async (keys: string[], group: Partial<Grouping>, limits: Partial<typeof GROUP_LIMITS> = {}) => {
    const file = join(folder, 'rows.csv');
    await writeFile(file, `key\n${keys.join('\n')}\n`);
    const mapping: Mapping & { group: Grouping } = {
      format: { kind: 'csv' },
      group: { by: ['key'], ...group },
      eventsOf: () => null,
    };
    return RowGroups.of(new FileSource(file), mapping, { ...GROUP_LIMITS, ...limits });
  };
  const numbers = (rows: readonly Row[]): unknown[] => rows.map((each) => each.rows);

  it('are handed on as soon as the last of them has come', async () => {
    const groups = await groupsOf(['a', 'b', 'a', 'b', 'c'], {});
    expect(numbers(groups.take([row(2, 'a'), row(3, 'b')]))).toEqual([]);
    expect(numbers(groups.take([row(4, 'a'), row(5, 'b'), row(6, 'c')]))).toEqual([[2, 4], [3, 5], [6]]);
    expect(groups.end()).toEqual([]);
  });

  it('take no more memory than is allowed, and say what helps', async () => {
    const wide = await groupsOf(['a', 'b', 'a', 'b'], {}, { maxOpenLength: 150 });
    wide.take([row(2, 'a')]);
    expect(() => wide.take([row(3, 'b')])).toThrow(/at row 3 .* sort the file by key and say contiguous: true/);
    await expect(groupsOf(['a', 'b', 'c'], {}, { maxGroups: 2 })).rejects.toThrow(
      'has more than 2 groups; sort it by key',
    );
  });

  it('are held one group at a time where they stand together', async () => {
    const groups = await groupsOf(['a', 'a', 'b'], { contiguous: true }, { maxGroups: 0, maxOpenLength: 250 });
    expect(numbers(groups.take([row(2, 'a'), row(3, 'a'), row(4, 'b'), row(5, 'b')]))).toEqual([[2, 3]]);
    expect(numbers(groups.end())).toEqual([[4, 5]]);
  });
});
