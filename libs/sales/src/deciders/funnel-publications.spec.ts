import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { BodyValidator, FactCatalogue } from '#kernel';
import { FunnelRulesPublished } from '../events/index.js';
import { fact, given } from '../../../../test/support/given.js';
import { DEFAULT_FUNNEL_RULES } from '../rules/default-funnel-rules.js';
import { funnelPublications } from './funnel-publications.js';

const FORMERLY = DEFAULT_FUNNEL_RULES.stages.map(({ stage }) => stage);
const RULES: FunnelRulesPublished = {
  rulesVersion: 2,
  effectiveFrom: '2026-01-01T00:00:00Z',
  stages: [{ stage: 'prospect', formerly: FORMERLY }, { stage: 'buyer', stalledAfterDays: 90 }, { stage: 'asleep' }],
  signals: [
    { signal: 'talk', type: 'CallLogged', sources: ['urn:pbx'] },
    { signal: 'buy', type: 'PurchaseRecorded', where: [{ field: 'total.amount', atLeast: 1 }] },
  ],
  entries: [
    { stage: 'buyer', on: ['buy'], counts: [{ signals: ['talk'], atLeast: 1 }] },
    { stage: 'prospect', on: ['talk', 'buy'], from: ['start', 'asleep'] },
  ],
  dormancy: { stage: 'asleep', afterDays: 30, from: ['prospect', 'buyer'] },
};
const publishing = (changes: Partial<FunnelRulesPublished> = {}) =>
  fact(FunnelRulesPublished, { ...RULES, ...changes });
const refused = (changes: Partial<FunnelRulesPublished>, rule: string, field: string) =>
  given(funnelPublications, []).when(publishing(changes)).thenRefused(rule, field);
const entry = (changes: Partial<FunnelRulesPublished['entries'][number]>) => ({
  entries: [...RULES.entries, { stage: 'buyer', on: ['buy'], ...changes }],
});
const stage = (changes: Partial<FunnelRulesPublished['stages'][number]>) => ({
  stages: [...RULES.stages, { stage: 'extra', ...changes }],
  entries: [...RULES.entries, { stage: 'extra', on: ['talk'] }],
});

describe('rules of the funnel', () => {
  it('are published in turn; version 1 comes with the program', () => {
    given(funnelPublications, []).when(publishing()).thenRecorded();
    given(funnelPublications, [publishing()])
      .when(publishing({ rulesVersion: 3, effectiveFrom: '2025-01-01T00:00:00Z' }))
      .thenRecorded();
    refused({ rulesVersion: 3 }, 'next-version', 'rulesVersion');
    given(funnelPublications, [publishing()]).when(publishing()).thenRefused('next-version', 'rulesVersion');
  });

  it('have stages of different names, each of which something leads into', () => {
    refused(stage({ stage: 'buyer' }), 'unique-stage', 'stages.3.stage');
    refused(stage({ stage: 'start' }), 'not-start', 'stages.3.stage');
    refused({ stages: [...RULES.stages, { stage: 'extra' }] }, 'reachable-stage', 'stages.3.stage');
    refused({ entries: RULES.entries.slice(0, 1) }, 'reachable-stage', 'stages.0.stage');
  });

  it('leave nobody in a stage that they do not know', () => {
    const without = RULES.stages.map((each) => ({ ...each, formerly: FORMERLY.filter((name) => name !== 'lead') }));
    refused({ stages: [without[0]!, ...RULES.stages.slice(1)] }, 'stage-dropped', 'stages');
    refused(stage({ formerly: ['buyer'] }), 'formerly-once', 'stages.3.formerly');
    refused(stage({ formerly: ['lead'] }), 'formerly-once', 'stages.3.formerly');
    // Somebody may still be in a stage of the version before the last.
    given(funnelPublications, [publishing()])
      .when(publishing({ rulesVersion: 3, stages: RULES.stages.map(({ stage: name }) => ({ stage: name })) }))
      .thenRefused('stage-dropped', 'stages');
  });

  it('speak only of stages and signals that they define', () => {
    refused(entry({ stage: 'lead' }), 'known-stage', 'entries.2.stage');
    refused(entry({ from: ['start', 'lead'] }), 'known-stage', 'entries.2.from');
    refused(entry({ on: ['buy', 'visit'] }), 'known-signal', 'entries.2.on');
    refused(entry({ on: [] }), 'known-signal', 'entries.2.on');
    refused(entry({ counts: [{ signals: ['visit'], atLeast: 1 }] }), 'known-signal', 'entries.2.counts.0.signals');
    refused({ dormancy: { ...RULES.dormancy!, stage: 'lead' } }, 'known-stage', 'dormancy.stage');
    refused({ dormancy: { ...RULES.dormancy!, from: ['lead'] } }, 'known-stage', 'dormancy.from');
    refused({ dormancy: { ...RULES.dormancy!, from: ['asleep'] } }, 'dormant-once', 'dormancy.from');
  });

  it('have conditions that say one thing, and counts that can be reached', () => {
    const where = (condition: object) => ({
      signals: [...RULES.signals, { signal: 'buy', type: 'X', where: [{ field: 'a', ...condition }] }],
    });
    refused(where({}), 'one-condition', 'signals.2.where.0');
    refused(where({ in: [] }), 'one-condition', 'signals.2.where.0');
    refused(where({ in: ['a'], absent: false }), 'one-condition', 'signals.2.where.0');
    given(funnelPublications, [])
      .when(publishing(where({ atLeast: 1, below: 5 })))
      .thenRecorded();
    given(funnelPublications, [])
      .when(publishing(where({ absent: false })))
      .thenRecorded();
    refused(entry({ counts: [{ signals: ['buy'] }] }), 'count-bound', 'entries.2.counts.0');
    refused(
      entry({ counts: [{ signals: ['buy'], atLeast: 2, atMost: 1 }] }),
      'count-range',
      'entries.2.counts.0.atMost',
    );
  });

  it('are taken as the guide to publishing them shows', () => {
    const guide = readFileSync(new URL('../../../../docs/how-to/publish-funnel-rules.md', import.meta.url), 'utf8');
    const rules = JSON.parse(/```json\n([^`]+)```/.exec(guide)![1]!) as FunnelRulesPublished;
    const validator = new BodyValidator(new FactCatalogue([FunnelRulesPublished]));
    expect(validator.violations('FunnelRulesPublished', rules)).toEqual([]);
    given(funnelPublications, []).when(fact(FunnelRulesPublished, rules)).thenRecorded();
  });
});
