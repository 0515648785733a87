import { describe, expect, it } from '@jest/globals';
import type { FieldCondition } from '../events/funnel-rule-parts.js';
import { DEFAULT_FUNNEL_RULES } from './default-funnel-rules.js';
import { rulesInForce, rulesOfVersion } from './funnel-publications.js';
import { type FunnelRules, signalPlace, stageUnder } from './funnel-rules.js';

const rules = (changes: Partial<FunnelRules>): FunnelRules => ({ ...DEFAULT_FUNNEL_RULES, ...changes });

describe('signals', () => {
  const means = (where: FieldCondition[], data: object): boolean =>
    signalPlace({ type: 'T', data, source: 's' }, rules({ signals: [{ signal: 'x', type: 'T', where }] })) === 0;

  it('are known by words in a field, whatever their case', () => {
    const where = [{ field: 'stage', in: ['Quote', 'true', '7'] }];
    for (const stage of ['quote', 'QUOTE', true, 7]) expect([stage, means(where, { stage })]).toEqual([stage, true]);
    for (const stage of ['quotes', false, null, ['quote']]) {
      expect([stage, means(where, { stage })]).toEqual([stage, false]);
    }
    expect(means(where, {})).toBe(false);
  });

  it('are known by a field that is there or not, inside another if need be', () => {
    expect(means([{ field: 'a.b', absent: true }], { a: {} })).toBe(true);
    expect(means([{ field: 'a.b', absent: true }], { a: { b: 0 } })).toBe(false);
    expect(means([{ field: 'a.b', absent: false }], { a: { b: 0 } })).toBe(true);
    expect(means([{ field: 'toString', absent: true }], {})).toBe(true);
  });

  it('are known by numbers in a range', () => {
    const where = [{ field: 'total.amount', atLeast: 100, below: 200 }];
    const found = [99, 100, 199, 200, '150'].map((amount) => means(where, { total: { amount } }));
    expect(found).toEqual([false, true, true, false, false]);
  });

  it('need every condition, the source too, and the first one that fits counts', () => {
    expect(
      means(
        [
          { field: 'a', in: ['1'] },
          { field: 'b', in: ['2'] },
        ],
        { a: '1' },
      ),
    ).toBe(false);
    const signals = [
      { signal: 'ours', type: 'T', sources: ['urn:ours'] },
      { signal: 'other', type: 'U' },
      { signal: 'any', type: 'T' },
    ];
    const place = (type: string, source: string) => signalPlace({ type, data: {}, source }, rules({ signals }));
    const places = [place('T', 'urn:ours'), place('T', 'urn:theirs'), place('V', 'urn:ours')];
    expect(places).toEqual([0, 2, undefined]);
  });
});

describe('versions', () => {
  const versions = [
    DEFAULT_FUNNEL_RULES,
    rules({ version: 2, effectiveFrom: '2026-01-01T00:00:00.000Z' }),
    rules({ version: 3, effectiveFrom: '2025-06-01T00:00:00.000Z' }),
  ];

  it('are in force by when a fact happened, the latest of them', () => {
    const at = (instant: string, known = versions) => rulesInForce({ versions: known }, instant).version;
    expect(at('2025-05-31T23:59:59.999Z')).toBe(1);
    expect(at('2025-06-01T00:00:00.000Z')).toBe(3);
    expect(at('2026-02-01T00:00:00.000Z')).toBe(3);
    expect(at('2026-02-01T00:00:00.000Z', versions.slice(0, 2))).toBe(2);
    expect(at('2025-12-31T00:00:00.000Z', versions.slice(0, 2))).toBe(1);
  });

  it('can be found again', () => {
    expect(rulesOfVersion({ versions }, 2)).toBe(versions[1]);
    expect(() => rulesOfVersion({ versions }, 4)).toThrow('no version 4');
  });

  it('say what became of a stage that they no longer have', () => {
    const later = rules({ stages: [{ stage: 'prospect', formerly: ['visitor', 'lead'] }, { stage: 'customer' }] });
    expect(['prospect', 'lead', 'customer', 'unheard'].map((stage) => stageUnder(stage, later))).toEqual([
      'prospect',
      'prospect',
      'customer',
      'unheard',
    ]);
  });
});
