import { describe, expect, it } from '@jest/globals';
import type { TierPolicy } from '../events/program-rules.js';
import type { ProgramVersion } from './programs.js';
import {
  dueTiers,
  heldUntil,
  measureOf,
  rankOf,
  reachedTier,
  type TierDecision,
  tierAt,
  tierProgress,
} from './tiers.js';

const yearly: TierPolicy = {
  metric: 'points',
  period: 'calendar_year',
  downgrade: 'one_down',
  tiers: [
    { tier: 'silver', threshold: 100, retain: 50 },
    { tier: 'gold', threshold: 200 },
    { tier: 'platinum', threshold: 400 },
  ],
};
const version = (tiers?: TierPolicy): ProgramVersion => ({
  program: 'points',
  programVersion: 3,
  effectiveFrom: '2020-01-01T00:00:00.000Z',
  earning: [],
  ...(tiers ? { tiers } : {}),
});
const earned = (earnedAt: string, points: number, amount = points, currency = 'USD') => ({
  earnedAt: `${earnedAt}T12:00:00.000Z`,
  points,
  spent: { amount, currency },
});
const day = (date: string): string => `${date}T00:00:00.000Z`;
const inTier = (tier: string | null, effectiveAt: string, validUntil: string | null): TierDecision => ({
  tier,
  effectiveAt,
  validUntil,
  evidence: { metric: 'points', value: 250, threshold: 200, from: day('2026-01-01'), until: day('2027-01-01') },
  programVersion: 1,
});

describe('what tiers count', () => {
  const measure = measureOf([
    earned('2026-01-01', 10, 1_000),
    earned('2026-06-01', 20, 2_000, 'EUR'),
    { earnedAt: '2026-06-02T12:00:00.000Z', points: 5, spent: null },
    earned('2027-01-01', 40, 4_000),
  ]);
  const in2026 = [day('2026-01-01'), day('2027-01-01')] as const;

  it('are points, purchases, or money of one currency, in a period', () => {
    expect(measure('points', undefined, ...in2026)).toBe(35);
    expect(measure('count', undefined, ...in2026)).toBe(2);
    expect(measure('spend', 'USD', ...in2026)).toBe(1_000);
    expect(measure('spend', 'EUR', ...in2026)).toBe(2_000);
  });

  it('holds the beginning of the period, not its end', () => {
    expect(measure('points', undefined, '2026-01-01T12:00:00.000Z', '2026-06-01T12:00:00.000Z')).toBe(10);
    expect(
      measureOf([earned('2026-01-01', 1, Number.MAX_SAFE_INTEGER), earned('2026-01-01', 1, 9)])(
        'spend',
        'USD',
        ...in2026,
      ),
    ).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('reaching a tier', () => {
  it('takes the highest whose threshold is met, with its evidence', () => {
    const reached = (points: number) =>
      reachedTier(yearly, measureOf([earned('2026-02-01', points)]), day('2026-03-01'));
    expect(reached(99)).toBeUndefined();
    expect(reached(100)?.tier).toBe('silver');
    expect(reached(399)).toEqual({
      tier: 'gold',
      evidence: { metric: 'points', value: 399, threshold: 200, from: day('2026-01-01'), until: day('2027-01-01') },
    });
    expect(reached(400)?.tier).toBe('platinum');
  });

  it('looks at a calendar year, or at the months before', () => {
    const rolling: TierPolicy = { ...yearly, period: 'rolling', months: 2 };
    const measure = measureOf([earned('2026-01-10', 60), earned('2026-03-05', 60)]);
    expect(reachedTier(rolling, measure, '2026-03-05T12:00:00.000Z')?.evidence).toMatchObject({
      value: 120,
      from: '2026-01-05T12:00:00.000Z',
      until: '2026-03-05T12:00:00.001Z',
    });
    expect(reachedTier(rolling, measure, '2026-03-20T12:00:00.000Z')).toBeUndefined();
  });

  it('lasts to the end of the year, for the months, or for ever', () => {
    expect(heldUntil(yearly, day('2026-03-01'))).toBe(day('2027-01-01'));
    expect(heldUntil({ ...yearly, period: 'rolling', months: 3 }, day('2026-03-01'))).toBe(day('2026-06-01'));
    expect(heldUntil({ ...yearly, downgrade: 'none' }, day('2026-03-01'))).toBeNull();
  });

  it('ranks tiers', () => {
    expect(['silver', 'platinum', 'bronze', null].map((tier) => rankOf(yearly, tier))).toEqual([0, 2, -1, -1]);
  });
});

describe('judging a tier', () => {
  const gold = inTier('gold', day('2026-03-01'), day('2027-01-01'));
  const due = (points: number, policy: TierPolicy | undefined = yearly, last = gold, until = day('2027-01-01')) =>
    dueTiers(last, () => version(policy), measureOf([earned('2026-12-31', points)]), until);

  it('happens when its period ends, not before', () => {
    expect(due(0, yearly, gold, '2026-12-31T23:59:59.999Z')).toEqual([]);
    expect(due(0)).toHaveLength(1);
  });

  it('keeps it for another period when there is enough', () => {
    expect(due(200)).toEqual([
      {
        kind: 'retained',
        before: 'gold',
        tier: 'gold',
        effectiveAt: day('2027-01-01'),
        validUntil: day('2028-01-01'),
        evidence: { metric: 'points', value: 200, threshold: 200, from: day('2026-01-01'), until: day('2027-01-01') },
        programVersion: 3,
      },
    ]);
  });

  it('asks for what keeping it asks, where that is less than reaching it', () => {
    const silver = inTier('silver', day('2026-03-01'), day('2027-01-01'));
    expect(due(50, yearly, silver)[0]).toMatchObject({ kind: 'retained', tier: 'silver', evidence: { threshold: 50 } });
    expect(due(49, yearly, silver)[0]).toMatchObject({ kind: 'lost', before: 'silver', tier: null, validUntil: null });
  });

  it('goes one down, or to what was reached', () => {
    const platinum = inTier('platinum', day('2026-03-01'), day('2027-01-01'));
    expect(due(0, yearly, platinum)[0]).toMatchObject({ kind: 'lost', tier: 'gold', validUntil: day('2028-01-01') });
    const qualified: TierPolicy = { ...yearly, downgrade: 'to_qualified' };
    expect(due(150, qualified, platinum)[0]).toMatchObject({ kind: 'lost', tier: 'silver' });
    expect(due(0, qualified, platinum)[0]).toMatchObject({ kind: 'lost', tier: null });
  });

  it('gives up a tier that the rules no longer know for what was reached', () => {
    const bronze = inTier('bronze', day('2026-03-01'), day('2027-01-01'));
    expect(due(450, yearly, bronze)[0]).toMatchObject({ kind: 'lost', before: 'bronze', tier: 'platinum' });
    expect(due(0, yearly, bronze)[0]).toMatchObject({ tier: null, evidence: { threshold: 200 } });
  });

  it('ends it where there are no tiers any more', () => {
    const [lost] = dueTiers(gold, () => version(), measureOf([]), day('2027-01-01'));
    expect(lost).toMatchObject({ kind: 'lost', before: 'gold', tier: null, validUntil: null, evidence: gold.evidence });
    expect(dueTiers(gold, () => undefined, measureOf([]), day('2027-01-01'))[0]).toMatchObject({ programVersion: 0 });
  });

  it('judges one period after the other', () => {
    const all = due(0, yearly, inTier('platinum', day('2026-03-01'), day('2027-01-01')), day('2035-01-01'));
    expect(all.map(({ tier, effectiveAt }) => [tier, effectiveAt.slice(0, 4)])).toEqual([
      ['gold', '2027'],
      ['silver', '2028'],
      [null, '2029'],
    ]);
  });

  it('judges rolling periods from when the tier took effect', () => {
    const rolling: TierPolicy = { ...yearly, period: 'rolling', months: 2 };
    const [first] = due(0, rolling, inTier('gold', day('2026-11-01'), day('2027-01-01')));
    expect(first?.evidence).toMatchObject({ from: day('2026-11-01'), until: day('2027-01-01') });
    expect(first?.validUntil).toBe(day('2027-03-01'));
  });

  it('never judges what nothing says when to', () => {
    expect(due(0, yearly, inTier('gold', day('2026-03-01'), null), day('2050-01-01'))).toEqual([]);
    expect(due(0, yearly, inTier(null, day('2026-03-01'), day('2027-01-01')))).toEqual([]);
    expect(dueTiers(null, () => version(yearly), measureOf([]), day('2050-01-01'))).toEqual([]);
  });
});

describe('the tier at an instant', () => {
  const silver = inTier('silver', day('2026-02-01'), day('2027-01-01'));
  const gold = inTier('gold', day('2026-03-01'), day('2027-01-01'));
  const at = (instant: string) => tierAt([gold, silver], () => version(yearly), measureOf([]), day(instant));

  it('is the last decision that has taken effect, and then what the dates say', () => {
    expect(at('2026-01-31')).toBeNull();
    expect(at('2026-02-01')).toBe(silver);
    expect(at('2026-12-31')).toBe(gold);
    expect(at('2027-01-01')).toMatchObject({ tier: 'silver', effectiveAt: day('2027-01-01') });
    expect(at('2030-01-01')?.tier).toBeNull();
  });

  it('of two decisions at one instant is the one recorded later', () => {
    const later = { ...gold, tier: 'platinum' };
    expect(tierAt([gold, later], () => version(yearly), measureOf([]), day('2026-06-01'))).toBe(later);
  });
});

describe('at the end of all time', () => {
  const end = '9999-12-31T23:59:59.999Z';
  const kept = (policy: Partial<TierPolicy>): TierPolicy => ({
    ...{ ...yearly, ...policy },
    tiers: [{ tier: 'basic', threshold: 0 }],
  });

  it.each([kept({}), kept({ period: 'rolling', months: 12 })])('a tier that is kept holds for ever', (policy) => {
    const last: TierDecision = {
      tier: 'basic',
      effectiveAt: day('9998-02-01'),
      validUntil: heldUntil(policy, day('9998-02-01')),
      evidence: { metric: 'points', value: 0, threshold: 0, from: day('9998-01-01'), until: day('9998-02-01') },
      programVersion: 1,
    };
    const judged = dueTiers(last, () => version(policy), measureOf([]), end);
    expect(judged.at(-1)).toMatchObject({ kind: 'retained', effectiveAt: end, validUntil: null });
  });
});

describe('progress', () => {
  const measure = measureOf([earned('2026-02-01', 150)]);

  it('says what is missing to the next tier in this period', () => {
    expect(tierProgress(yearly, measure, 'silver', day('2026-03-01'))).toEqual({
      metric: 'points',
      value: 150,
      from: day('2026-01-01'),
      until: day('2027-01-01'),
      next: { tier: 'gold', threshold: 200, missing: 50 },
    });
    expect(tierProgress(yearly, measure, null, day('2026-03-01')).next).toMatchObject({ tier: 'silver', missing: 0 });
    expect(tierProgress(yearly, measure, 'platinum', day('2026-03-01')).next).toBeNull();
  });
});
