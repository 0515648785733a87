import { describe, expect, it } from '@jest/globals';
import type { ClassOf, RecordedEvent } from '#kernel';
import { CallLogged, VisitRecorded } from '#interactions';
import { foldRows } from '#projections';
import { CUSTOMER, recorded } from '../../../../test/support/recorded.js';
import { FUNNEL_RULES_STREAM, FunnelRulesPublished, PurchaseRecorded } from '../events/index.js';
import { funnel, type FunnelRow, historyAt } from './funnel.js';

const START = Date.parse('2020-01-01T00:00:00.000Z');
const day = (number: number): string => new Date(START + number * 86_400_000).toISOString();
const END = day(9_999);

type Said = [ClassOf, object];
const visit: Said = [VisitRecorded, { place: 'site' }];
const call: Said = [CallLogged, { direction: 'outbound' }];
const bought: Said = [PurchaseRecorded, { total: { amount: 100, currency: 'USD' } }];

/** From day 100 on: prospects, who called, and buyers; asleep after 10 days. */
const SECOND: FunnelRulesPublished = {
  rulesVersion: 2,
  effectiveFrom: day(100),
  stages: [
    { stage: 'prospect', formerly: ['visitor', 'lead', 'qualified', 'proposal', 'lost'] },
    { stage: 'buyer', formerly: ['customer', 'repeat', 'loyal', 'won_back'] },
    { stage: 'asleep', formerly: ['dormant'] },
  ],
  signals: [
    { signal: 'talk', type: 'CallLogged', sources: ['urn:spec'] },
    { signal: 'buy', type: 'PurchaseRecorded' },
  ],
  entries: [
    { stage: 'buyer', on: ['buy'], from: ['prospect', 'asleep'], counts: [{ signals: ['talk'], atLeast: 1 }] },
    { stage: 'prospect', on: ['talk', 'buy'], from: ['start', 'asleep', 'buyer'] },
  ],
  dormancy: { stage: 'asleep', afterDays: 10, from: ['prospect', 'buyer'] },
};

let position = 0;
const at = (number: number, [type, data]: Said, source = 'urn:spec'): RecordedEvent =>
  recorded(type, data, { position: ++position, occurredAt: day(number), source });
const publish = (body: FunnelRulesPublished): RecordedEvent => ({
  ...recorded(FunnelRulesPublished, body, { position: ++position, occurredAt: day(50) }),
  stream: FUNNEL_RULES_STREAM,
});
const rowOf = (events: RecordedEvent[]): FunnelRow =>
  foldRows(funnel, events).get('funnel')!.get(CUSTOMER) as unknown as FunnelRow;
const ways = (events: RecordedEvent[], until = END) =>
  historyAt(rowOf(events), until).map(({ stage, enteredAt, rulesVersion }) => [stage, enteredAt, rulesVersion]);

describe('published rules of the funnel', () => {
  it('judge what happens from the day on which they come into force', () => {
    const events = [publish(SECOND), at(99, visit), at(100, call), at(101, bought)];
    expect(ways(events, day(105))).toEqual([
      ['visitor', day(99), 1],
      ['buyer', day(101), 2],
    ]);
    expect(historyAt(rowOf(events), day(105)).at(-1)!.evidence).toEqual({
      signal: 'buy',
      counts: { talk: 1 },
      afterDays: null,
    });
  });

  it('judge nothing that was recorded before they were published, whenever it happened', () => {
    const events = [at(200, call), publish(SECOND)];
    expect(ways(events, day(300))).toEqual([['lead', day(200), 1]]);
  });

  it('judge what is recorded later by when it happened', () => {
    const events = [publish(SECOND), at(120, call), at(90, call)];
    // The late fact was a lead by the first rules; the second ones have prospects instead, so he does not move.
    expect(ways(events, day(121))).toEqual([['lead', day(90), 1]]);
  });

  it('leave a fact that was judged with its judgement when it is put in its place again', () => {
    const first = [at(150, call), at(151, bought)];
    const events = [...first, publish(SECOND), at(149, visit)];
    expect(ways(events, day(152))).toEqual([
      ['lead', day(150), 1],
      ['customer', day(151), 1],
    ]);
    expect(ways([...first, at(149, visit)], day(152))[0]).toEqual(['visitor', day(149), 1]);
  });

  it('look at who reported a fact', () => {
    const events = [publish(SECOND), at(120, call, 'urn:other'), at(121, call)];
    expect(ways(events, day(122))).toEqual([['prospect', day(121), 2]]);
  });

  it('keep who stands in a stage that they dropped there until they move him, as one of the stage in its place', () => {
    const lead = [at(90, call), publish(SECOND), at(120, bought)];
    // No talk was counted by the second rules: a contact of the first ones is none.
    expect(ways(lead, day(121))).toEqual([['lead', day(90), 1]]);
    expect(ways([...lead, at(122, call), at(123, bought)], day(124))).toEqual([
      ['lead', day(90), 1],
      ['buyer', day(123), 2],
    ]);
  });

  it('send to sleep by the rules that judged the last fact', () => {
    expect(ways([publish(SECOND), at(120, call)]).at(-1)).toEqual(['asleep', day(130), 2]);
    expect(ways([publish(SECOND), at(99, call)]).at(-1)).toEqual(['dormant', day(99 + 365), 1]);
    expect(ways([publish(SECOND), at(120, call), at(140, call)], day(141)).map(([stage]) => stage)).toEqual([
      'prospect',
      'asleep',
      'prospect',
    ]);
    const { dormancy: _, ...sleepless } = { ...SECOND, rulesVersion: 3 };
    expect(ways([publish(SECOND), publish(sleepless), at(120, call)])).toEqual([['prospect', day(120), 3]]);
  });

  it('may say nothing to a fact from the start: then there is no stage yet', () => {
    const nothing = { ...SECOND, entries: [{ stage: 'buyer', on: ['buy'], from: ['prospect'] }] };
    const row = rowOf([publish(nothing), at(120, bought)]);
    expect(row).toMatchObject({ stage: null, counts: { buy: 1 }, last_activity_at: day(120), dormant_from: null });
  });
});
