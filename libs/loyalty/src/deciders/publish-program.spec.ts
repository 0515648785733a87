import { describe, it } from '@jest/globals';
import { fact, given } from '../../../../test/support/given.js';
import { ProgramPublished } from '../events/program-published.js';
import type { EarningRule, ExpiryPolicy, TierPolicy } from '../events/program-rules.js';
import { publishProgram } from './publish-program.js';

const version = (data: Partial<ProgramPublished>) =>
  fact(ProgramPublished, {
    program: 'points',
    programVersion: 1,
    effectiveFrom: '2026-01-01T00:00:00.000Z',
    earning: [{ rule: 'buy', base: 'money', points: 1, per: 100 }],
    ...data,
  });
const refused = (data: Partial<ProgramPublished>, rule: string, field: string): void =>
  given(publishProgram, []).when(version(data)).thenRefused(rule, field);
const ruleOf = (rule: Partial<EarningRule>): { earning: EarningRule[] } => ({
  earning: [{ rule: 'r', base: 'money', ...rule }],
});

describe('publishing a programme', () => {
  it('takes the first version and those that follow on it', () => {
    given(publishProgram, []).when(version({})).thenRecorded();
    given(publishProgram, [version({})])
      .when(version({ programVersion: 2 }))
      .thenRecorded();
    given(publishProgram, [version({})])
      .when(version({ program: 'gold', effectiveFrom: '2020-01-01T00:00:00.000Z' }))
      .thenRecorded();
    given(publishProgram, [])
      .when(version({ earning: [] }))
      .thenRecorded();
  });

  it('takes no version twice, and none before the one that it follows', () => {
    refused({ programVersion: 2 }, 'next-version', 'programVersion');
    given(publishProgram, [version({})])
      .when(version({}))
      .thenRefused('next-version', 'programVersion');
    given(publishProgram, [version({})])
      .when(version({ programVersion: 2, effectiveFrom: '2026-01-01T00:30:00.000+01:00' }))
      .thenRefused('not-before-last', 'effectiveFrom');
  });

  it('wants rules to be complete', () => {
    refused(ruleOf({ per: 1 }), 'complete', 'earning.0.points');
    refused(ruleOf({ points: 1 }), 'complete', 'earning.0.per');
    refused(ruleOf({ base: 'unit', points: 1 }), 'complete', 'earning.0.per');
    refused(ruleOf({ base: 'order' }), 'complete', 'earning.0.points');
    refused(ruleOf({ base: 'activity', points: 1 }), 'complete', 'earning.0.factType');
    refused(ruleOf({ base: 'stated' }), 'complete', 'earning.0.field');
  });

  it('wants rules to say nothing that means nothing', () => {
    refused(ruleOf({ points: 1, per: 1, field: 'x' }), 'applies', 'earning.0.field');
    refused(ruleOf({ base: 'order', points: 1, per: 1 }), 'applies', 'earning.0.per');
    refused(ruleOf({ base: 'stated', field: 'x', points: 1 }), 'applies', 'earning.0.points');
    const visits = { base: 'activity' as const, factType: 'VisitRecorded', points: 1 };
    refused(ruleOf({ ...visits, currency: 'USD' }), 'applies', 'earning.0.currency');
    refused(ruleOf({ points: 1, per: 1, factType: 'OfferAccepted' }), 'applies', 'earning.0.factType');
    for (const factType of ['PointsEarned', 'TierReached', 'RedemptionRefunded', 'ProgramPublished']) {
      refused(ruleOf({ ...visits, factType }), 'applies', 'earning.0.factType');
    }
    given(publishProgram, [])
      .when(version(ruleOf(visits)))
      .thenRecorded();
    given(publishProgram, [])
      .when(version(ruleOf({ points: 1, per: 1, factType: 'PurchaseRecorded' })))
      .thenRecorded();
  });

  it('wants each rule to have a name of its own', () => {
    const rule: EarningRule = { rule: 'same', base: 'order', points: 1 };
    refused({ earning: [rule, { ...rule, rule: 'other' }, rule] }, 'unique', 'earning.2.rule');
  });

  it('wants to know how long points last', () => {
    const expiry = (policy: ExpiryPolicy) => ({ expiry: policy });
    refused(expiry({ kind: 'rolling' }), 'complete', 'expiry');
    refused(expiry({ kind: 'rolling', months: 1, days: 1 }), 'complete', 'expiry');
    refused(expiry({ kind: 'calendar' }), 'complete', 'expiry.unit');
    refused(expiry({ kind: 'none', months: 1 }), 'applies', 'expiry.months');
    refused(expiry({ kind: 'rolling', months: 1, unit: 'year' }), 'applies', 'expiry.unit');
    refused(expiry({ kind: 'calendar', unit: 'year', days: 1 }), 'applies', 'expiry.days');
    for (const policy of [
      { kind: 'none' as const },
      { kind: 'rolling' as const, months: 1 },
      { kind: 'rolling' as const, days: 1 },
      { kind: 'calendar' as const, unit: 'month' as const },
      { kind: 'calendar' as const, unit: 'month' as const, after: 1 },
    ]) {
      given(publishProgram, [])
        .when(version({ expiry: policy }))
        .thenRecorded();
    }
  });

  it('wants points to last until they can be used', () => {
    const rule = 'ends-after-pending';
    refused({ expiry: { kind: 'rolling', days: 0 } }, rule, 'expiry');
    refused({ expiry: { kind: 'rolling', months: 0 } }, rule, 'expiry');
    refused({ expiry: { kind: 'rolling', days: 14 }, pendingDays: 14 }, rule, 'expiry');
    refused({ expiry: { kind: 'rolling', months: 1 }, pendingDays: 28 }, rule, 'expiry');
    refused({ expiry: { kind: 'calendar', unit: 'year' }, pendingDays: 1 }, rule, 'expiry');
    refused({ expiry: { kind: 'calendar', unit: 'month', after: 1 }, pendingDays: 28 }, rule, 'expiry');
    refused({ expiry: { kind: 'calendar', unit: 'quarter', after: 1 }, pendingDays: 90 }, rule, 'expiry');
    const taken = (data: Partial<ProgramPublished>): void =>
      given(publishProgram, []).when(version(data)).thenRecorded();
    taken({ expiry: { kind: 'rolling', days: 15 }, pendingDays: 14 });
    taken({ expiry: { kind: 'calendar', unit: 'month', after: 1 }, pendingDays: 27 });
    taken({ expiry: { kind: 'none' }, pendingDays: 3_000 });
  });

  it('wants tiers that rise and can be counted', () => {
    const policy: TierPolicy = {
      metric: 'points',
      period: 'calendar_year',
      downgrade: 'one_down',
      tiers: [
        { tier: 'silver', threshold: 100, retain: 100 },
        { tier: 'gold', threshold: 200 },
      ],
    };
    const tiers = (change: Partial<TierPolicy>) => ({ tiers: { ...policy, ...change } });
    given(publishProgram, [])
      .when(version(tiers({})))
      .thenRecorded();
    given(publishProgram, [])
      .when(version(tiers({ metric: 'spend', currency: 'USD' })))
      .thenRecorded();
    given(publishProgram, [])
      .when(version(tiers({ period: 'rolling', months: 3 })))
      .thenRecorded();
    refused(tiers({ metric: 'spend' }), 'complete', 'tiers.currency');
    refused(tiers({ currency: 'USD' }), 'applies', 'tiers.currency');
    refused(tiers({ period: 'rolling' }), 'complete', 'tiers.months');
    refused(tiers({ months: 3 }), 'applies', 'tiers.months');
    const [silver, gold] = policy.tiers as [TierPolicy['tiers'][0], TierPolicy['tiers'][0]];
    refused(tiers({ tiers: [silver, { ...gold, tier: 'silver' }] }), 'unique', 'tiers.tiers.1.tier');
    refused(tiers({ tiers: [silver, { ...gold, threshold: 100 }] }), 'rising', 'tiers.tiers.1.threshold');
    refused(tiers({ tiers: [silver, { ...gold, retain: 201 }] }), 'retain-within-threshold', 'tiers.tiers.1.retain');
  });

  it('wants to know what a number of points is worth', () => {
    refused({ valuePoints: 10 }, 'complete', 'value');
    given(publishProgram, [])
      .when(version({ valuePoints: 10, value: { amount: 1, currency: 'USD' } }))
      .thenRecorded();
  });
});
