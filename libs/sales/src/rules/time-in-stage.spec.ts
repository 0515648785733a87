import { describe, expect, it } from '@jest/globals';
import { day, unit } from '../../../../test/support/funnel-unit.js';
import { DEFAULT_FUNNEL_RULES } from './default-funnel-rules.js';
import { figuresByGroup, groupOf } from './funnel-groups.js';
import { longestFirst, stalledAt } from './stalled-customers.js';
import { spellsIn, timeInStage } from './time-in-stage.js';

describe('time in a stage', () => {
  const NOW = day(100);
  const stays = (way: [string, number][], span = {}) => spellsIn(unit(way), 'lead', span, NOW);

  it('is from the entry to the exit, or to now', () => {
    const [first, second] = stays([
      ['lead', 0],
      ['lost', 10],
      ['lead', 60],
    ]);
    expect(first).toMatchObject({ leftFor: 'lost', lengthMs: 10 * 86_400_000 });
    expect(second).toMatchObject({ leftFor: null, lengthMs: 40 * 86_400_000 });
  });

  it('is of the stays that began in the span, from its begin up to but without its end', () => {
    const way: [string, number][] = [
      ['lead', 10],
      ['lost', 15],
      ['lead', 20],
    ];
    const entered = (from: number, to: number) =>
      stays(way, { from: day(from), to: day(to) }).map(({ stay }) => stay.enteredAt);
    expect(entered(10, 20)).toEqual([day(10)]);
    expect(entered(11, 21)).toEqual([day(20)]);
  });

  it('takes those who are still there for lasting longer, and says what it leaves out', () => {
    const spells = [
      ...stays([
        ['lead', 0],
        ['customer', 10],
      ]),
      ...stays([
        ['lead', 0],
        ['customer', 30],
      ]),
      ...stays([['lead', 80]]),
      ...stays([['lead', 50]]),
    ];
    // At risk: 4 at 10 days (1 of them leaves), 2 at 30 (1 leaves): 0.75, then 0.375.
    expect(timeInStage(spells)).toEqual({ entries: 4, exits: 2, open: 2, medianDays: 30, meanClosedDays: 20 });
    expect(timeInStage([])).toEqual({ entries: 0, exits: 0, open: 0, medianDays: null, meanClosedDays: null });
  });
});

describe('groups', () => {
  it('go by what is known of the customer, or by the month of the entry', () => {
    const one = unit([], { origin: 'unknown', owner: 'ann', facts: { car: 'red' } });
    const entered = Date.parse('2020-03-31T23:59:59.999Z');
    expect(groupOf(one, { by: 'origin' }, entered)).toBe('unknown');
    expect(groupOf(unit([]), { by: 'origin' }, entered)).toBeNull();
    expect(groupOf(one, { by: 'owner' }, entered)).toBe('ann');
    expect(groupOf(one, { by: 'source' }, entered)).toBe('urn:spec');
    expect(groupOf(one, { by: 'fact', kind: 'car' }, entered)).toBe('red');
    expect(groupOf(one, { by: 'fact', kind: 'constructor' }, entered)).toBeNull();
    expect(groupOf(one, { by: 'month' }, entered)).toBe('2020-03');
  });

  it('come with the largest first, months in their order, and together hold every case once', () => {
    const sizes = (groups: (string | null)[], by: 'origin' | 'month') =>
      figuresByGroup(
        groups,
        (group) => group,
        (cases) => ({ size: cases.length }),
        { by },
      );
    expect(sizes(['b', 'a', null, 'b', 'b', 'a'], 'origin')).toEqual([
      { group: 'b', size: 3 },
      { group: 'a', size: 2 },
      { group: null, size: 1 },
    ]);
    expect(sizes(['2020-02', '2020-02', '2020-01'], 'month').map(({ group }) => group)).toEqual(['2020-01', '2020-02']);
  });
});

describe('stalled customers', () => {
  const stalled = (way: [string, number][], now: number, days?: number) =>
    stalledAt(unit(way), day(now), DEFAULT_FUNNEL_RULES, days);

  it('are in their stage for longer than the rules say', () => {
    expect(stalled([['lead', 0]], 14)).toBeUndefined();
    expect(stalled([['lead', 0]], 14.01)).toMatchObject({ afterDays: 14, stay: { stage: 'lead' } });
    expect(stalled([['loyal', 0]], 1_000)).toBeUndefined();
    expect(stalled([], 1_000)).toBeUndefined();
  });

  it('are in it for longer than is asked, whatever the rules say', () => {
    expect(stalled([['lead', 0]], 20, 30)).toBeUndefined();
    expect(stalled([['loyal', 0]], 31, 30)).toMatchObject({ afterDays: 30 });
  });

  it('come with the longest first', () => {
    const all = [5, 1, 3].map((entered) => stalled([['lead', entered]], 100)!);
    expect(all.sort(longestFirst).map(({ stay }) => stay.enteredAt)).toEqual([day(1), day(3), day(5)]);
  });
});
