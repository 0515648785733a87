import { mkdir, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ImportOptions } from '#intake';
import { factsOfFile, factsOfFolder } from './presets/facts-of-file.js';
import { readJsonLines, temporaryDirectory } from './support.js';

const ORDERS = `
source: urn:test:shop
file: orders.csv
join:
  people: { file: people.csv, key: person, on: who, required: true }
  lines: { file: lines.csv, key: order, many: true }
events:
  - type: PurchaseRecorded
    id: order-{order}
    subject: '{who}'
    time: { column: day, format: YYYY-MM-DD }
    data:
      purchaseId: '{order}'
      store: { column: people.shop, optional: true }
      total: { sum: { column: price, as: money, currency: USD }, in: lines }
      lines:
        each:
          sku: '{sku}'
          quantity: 1
          unitPrice: { column: price, as: minorUnits, currency: USD }
        in: lines
        when: { column: sku, isNot: bag }
`;
const LINES = 'order,sku,price\n1,pen,1.10\n2,cup,5.00\n1,ink,2.20\n1,bag,0.05\n';
const PEOPLE = 'person,shop\nann,north\nbob,\n';

const BASKETS = `
source: urn:test:till
group: { by: [shop, receipt] }
join:
  goods: { file: goods.csv, key: sku }
events:
  - type: PurchaseRecorded
    id: '{shop}-{receipt}'
    subject: '{who}'
    time: { column: at, of: last }
    data:
      store: '{shop}'
      total: { sum: { column: price, as: money, currency: EUR } }
      lines: { each: { sku: '{sku}', quantity: { column: n, as: integer }, unitPrice: { column: price, as: minorUnits, currency: EUR }, name: { column: goods.name, optional: true } } }
`;
const tillRows = (rows: string): string => `shop,receipt,who,at,sku,n,price\n${rows}`;
const GOODS = 'sku,name\npen,Pen\n';

interface Reject {
  file: string;
  row: number;
  rows?: number[];
  reasons: { field: string; rule: string; message: string }[];
}

describe('files that belong together', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let count = 0;
  beforeAll(async () => (directory = await temporaryDirectory()));
  afterAll(() => directory.remove());

  /** Writes files into a folder of their own; answers the way to one of them. */
  const write = async (files: Record<string, string | Buffer>): Promise<(name: string) => string> => {
    const folder = `set-${(count += 1)}`;
    await mkdir(directory.path(folder));
    for (const [name, text] of Object.entries(files)) await writeFile(directory.path(`${folder}/${name}`), text);
    return (name) => directory.path(`${folder}/${name}`);
  };
  const run = (file: string, mapping: string, options?: Pick<ImportOptions, 'with'>) =>
    factsOfFile(file, mapping, directory.path('rejects'), options);
  const rejectsOf = async (rejects: string | null): Promise<Reject[]> => readJsonLines<Reject>(rejects!);

  it('are joined by their keys: what a row finds, one of them or many', async () => {
    const at = await write({
      ...{ 'orders.csv': 'order,who,day\n1,ann,2024-01-01\n2,bob,2024-01-02\n', 'orders.yaml': ORDERS },
      ...{ 'lines.csv.gz': gzipSync(LINES), 'people.csv': PEOPLE },
    });
    const { facts, result } = await run(at('orders.csv'), at('orders.yaml'));
    expect(result).toMatchObject({ read: 2, stored: 2, rejected: 0 });
    expect(facts.map(({ data }) => data)).toEqual([
      {
        purchaseId: '1',
        store: 'north',
        total: { amount: 335, currency: 'USD' },
        lines: [
          { sku: 'pen', quantity: 1, unitPrice: 110 },
          { sku: 'ink', quantity: 1, unitPrice: 220 },
        ],
      },
      {
        purchaseId: '2',
        total: { amount: 500, currency: 'USD' },
        lines: [{ sku: 'cup', quantity: 1, unitPrice: 500 }],
      },
    ]);
  });

  it('are told when they are not there, and may be given by name', async () => {
    const at = await write({
      'orders.csv': 'order,who,day\n1,ann,2024-01-01\n',
      'orders.yaml': ORDERS,
      'p.csv': PEOPLE,
    });
    await expect(run(at('orders.csv'), at('orders.yaml'))).rejects.toThrow(/people.*--with people=FILE/);
    const other = await write({ 'lines.csv': LINES });
    const given = { people: at('p.csv'), lines: other('lines.csv') };
    expect((await run(at('orders.csv'), at('orders.yaml'), { with: given })).facts).toHaveLength(1);
    await expect(run(at('orders.csv'), at('orders.yaml'), { with: { ...given, peeple: 'x' } })).rejects.toThrow(
      'peeple: is no file that the mapping joins; those that it joins are people, lines',
    );
  });

  it('reject a row that finds none where it must, and name the row of the joined file that is at fault', async () => {
    const at = await write({
      ...{ 'orders.csv': 'order,who,day\n1,cid,2024-01-01\n2,ann,2024-01-02\n', 'orders.yaml': ORDERS },
      ...{ 'lines.csv': `${LINES}2,mug,x\n`, 'people.csv': PEOPLE },
    });
    const { result } = await run(at('orders.csv'), at('orders.yaml'));
    expect(await rejectsOf(result.rejects)).toEqual([
      {
        file: 'orders.csv',
        row: 2,
        reasons: [{ field: 'who', rule: 'joined', message: 'no row of the joined file people has person "cid"' }],
        raw: '1,cid,2024-01-01',
      },
      expect.objectContaining({
        row: 3,
        reasons: [
          expect.objectContaining({ field: 'data.total.1', rule: 'money' }),
          expect.objectContaining({ field: 'data.lines.1.unitPrice', rule: 'money' }),
        ],
      }),
    ]);
  });

  it.each([
    ['person,shop\nann,north\nbob\n', 'columns', 'row 3: has 1 fields'],
    ['person,shop\nann,north\nbob,x\nann,south\n', 'unique', 'row 4: has the same person as row 2'],
    ['person,shop\n,north\n', 'required', 'row 2: column person is empty'],
  ])('do not begin with a joined file that reads %j', async (people, rule, message) => {
    const at = await write({
      ...{ 'orders.csv': 'order,who,day\n1,ann,2024-01-01\n', 'orders.yaml': ORDERS },
      ...{ 'lines.csv': LINES, 'people.csv': people },
    });
    const begun = run(at('orders.csv'), at('orders.yaml'));
    await expect(begun).rejects.toMatchObject({ code: 'joined-file-invalid', violations: [{ rule }] });
    await expect(begun).rejects.toThrow(message);
  });

  it('do not begin without the columns that are asked of them', async () => {
    const orders = 'order,who,day\n1,ann,2024-01-01\n';
    const at = await write({
      'orders.csv': orders,
      'orders.yaml': ORDERS,
      'lines.csv': LINES,
      'people.csv': 'person\nann\n',
    });
    await expect(run(at('orders.csv'), at('orders.yaml'))).rejects.toThrow('has no column "shop"');
    await writeFile(at('people.csv'), 'name,shop\nann,x\n');
    await expect(run(at('orders.csv'), at('orders.yaml'))).rejects.toThrow('has no column "person"');
  });

  it('are imported together from a folder, and which were missing is told', async () => {
    const at = await write({
      'set.yaml': `
source: urn:test:set
parts:
  - file: people.csv
    events: [{ type: CustomerRegistered, id: 'p-{person}', subject: '{person}', time: '2024-01-01T00:00:00Z', data: { name: '{person}' } }]
  - file: calls.ndjson
    format: ndjson
    events: [{ type: CallLogged, id: 'c-{no}', subject: '{who}', time: { column: at }, data: { direction: '{way}' } }]
  - file: visits.csv
    events: [{ type: VisitRecorded, id: 'v-{no}', subject: '{who}', time: '2024-01-01T00:00:00Z', data: { place: site } }]
`,
      'people.csv': PEOPLE,
      'calls.ndjson.gz': gzipSync(
        '{"no":1,"who":"ann","at":"2024-01-01T10:00:00Z","way":"inbound"}\n{"no":2,"who":"ann","at":"2024-01-01T10:00:00Z","way":"sideways"}\n',
      ),
    });
    const { facts, result } = await factsOfFolder(at('.'), at('set.yaml'), directory.path('rejects'));
    expect(result).toMatchObject({ read: 4, stored: 3, rejected: 1, missing: ['visits.csv'] });
    expect(
      result.files.map(({ file, read, importId }) => [file, read, facts.some((fact) => fact.importId === importId)]),
    ).toEqual([
      ['people.csv', 2, true],
      ['calls.ndjson.gz', 2, true],
    ]);
    expect(await rejectsOf(result.rejects)).toMatchObject([{ file: 'calls.ndjson.gz', row: 2 }]);
    await expect(run(at('set.yaml'), at('set.yaml'))).rejects.toThrow('people.csv, calls.ndjson, visits.csv');
  });

  it('make one fact of the rows that belong together, wherever in the file they stand', async () => {
    const at = await write({
      'till.yaml': BASKETS,
      'goods.csv': GOODS,
      'till.csv': tillRows(
        'n,1,ann,2024-01-01T10:00:00Z,pen,1,1.10\ns,1,bob,2024-01-01T11:00:00Z,cup,1,5.00\n' +
          'n,1,ann,2024-01-01T10:00:09Z,ink,2,2.20\nn,2,ann,2024-01-02T10:00:00Z,pen,1,1.10\n',
      ),
    });
    const { facts, result } = await run(at('till.csv'), at('till.yaml'));
    expect(result).toMatchObject({ read: 4, stored: 3, rejected: 0 });
    expect(facts.map(({ sourceId, occurredAt }) => [sourceId, occurredAt])).toEqual([
      ['s-1', '2024-01-01T11:00:00.000Z'],
      ['n-1', '2024-01-01T10:00:09.000Z'],
      ['n-2', '2024-01-02T10:00:00.000Z'],
    ]);
    expect(facts[1]!.data).toEqual({
      store: 'n',
      total: { amount: 330, currency: 'EUR' },
      lines: [
        { sku: 'pen', quantity: 1, unitPrice: 110, name: 'Pen' },
        { sku: 'ink', quantity: 2, unitPrice: 220 },
      ],
    });
  });

  it('reject a group as a whole, and name the row that is at fault', async () => {
    const at = await write({
      'till.yaml': BASKETS,
      'goods.csv': GOODS,
      'till.csv': tillRows(
        'n,1,ann,2024-01-01T10:00:00Z,pen,1,1.10\nn,2,bob,2024-01-01T11:00:00Z,cup,1,5.00\n' +
          'n,1,ann,2024-01-01T10:00:00Z,ink,two,2.20\n,3,ann,2024-01-02T10:00:00Z,pen,1,1.10\nn,2,eve,2024-01-01T11:00:00Z,cup,1,5.00\nragged\n',
      ),
    });
    const { result } = await run(at('till.csv'), at('till.yaml'));
    expect(result).toMatchObject({ read: 6, stored: 0, rejected: 6 });
    const rejects = (await rejectsOf(result.rejects)).sort((a, b) => a.row - b.row);
    expect(rejects.map(({ row, rows, reasons }) => [row, rows, reasons[0]!.field, reasons[0]!.rule])).toEqual([
      [2, [2, 4], 'data.lines.1.quantity', 'integer'],
      [3, [3, 6], 'who', 'same-in-group'],
      [5, undefined, 'shop', 'required'],
      [7, undefined, '', 'columns'],
    ]);
    expect(rejects[0]!.reasons[0]!.message).toContain('row 4: ');
    expect(rejects[1]!.reasons[0]!.message).toContain('"bob" in row 3, "eve" in row 6');
  });

  it('hold one group at a time where the file is sorted, and may be described in a module', async () => {
    const at = await write({
      'till.mjs': `
export const source = 'urn:test:till';
export const group = { by: 'receipt', contiguous: true };
export const join = { goods: { file: 'goods.csv', key: 'sku' } };
export default (rows, numbers, { goods }) => ({
  type: 'NoteAdded', id: 'r-' + numbers[0], subject: rows[0].who, time: rows[0].at,
  data: { text: rows.map(({ sku }) => goods.get(sku)?.name ?? sku).join('+') + ' in rows ' + numbers },
});`,
      'goods.csv': GOODS,
      'till.csv': tillRows(
        'n,1,ann,2024-01-01T10:00:00Z,pen,1,1\nn,1,ann,2024-01-01T10:00:00Z,ink,1,1\nn,2,ann,2024-01-01T10:00:00Z,pen,1,1\n',
      ),
    });
    const { facts } = await run(at('till.csv'), at('till.mjs'));
    expect(facts.map(({ data }) => (data as { text: string }).text)).toEqual(['Pen+ink in rows 2,3', 'Pen in rows 4']);
  });

  it.each([
    [
      'group: { by: a }\nevents: [{ type: T, id: i, subject: s, time: t, data: { x: { sum: { column: b } } } }]',
      'data.x.sum: must be a column with as',
    ],
    [
      'events: [{ type: T, id: i, subject: s, time: t, data: { x: { each: { y: 1 } } } }]',
      'data.x.each: needs rows below',
    ],
    ['events: [{ type: T, id: i, subject: s, time: { column: t, of: last } }]', 'time.of: must be same, first or last'],
    ['join: { a.b: { key: k } }\nevents: [{ type: T, id: i, subject: s, time: t }]', 'must not have a dot'],
    [
      'join: { a: { key: [k, l], on: m } }\nevents: [{ type: T, id: i, subject: s, time: t }]',
      'join.a.on: must name as many columns as key: 2',
    ],
    ['parts: [{ events: [{ type: T, id: i, subject: s, time: t }] }]', 'parts.0.file: is required'],
    [
      'join: { a: { key: k, file: ../x } }\nevents: [{ type: T, id: i, subject: s, time: t }]',
      'join.a.file: must be the name of a file',
    ],
  ])('are refused when the mapping says %j', async (yaml, message) => {
    const at = await write({ 'm.yaml': yaml, 'a.csv': 'a\n1\n' });
    await expect(run(at('a.csv'), at('m.yaml'))).rejects.toThrow(message);
  });
});
