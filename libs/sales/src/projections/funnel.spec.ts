import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ClassOf, RecordedEvent } from '#kernel';
import { CustomerRegistered, NoteAdded } from '#customers';
import { CallLogged, MeetingHeld, VisitRecorded } from '#interactions';
import { fold, type Rows, storedAndLoaded } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded } from '../../../../test/support/recorded.js';
import {
  LeadCaptured,
  OfferAccepted,
  OfferMade,
  OfferViewed,
  OpportunityAdvanced,
  OpportunityLost,
  OpportunityOpened,
  OpportunityWon,
  PurchaseRecorded,
  RefusalRecorded,
} from '../events/index.js';
import { DEFAULT_FUNNEL_RULES } from '../rules/default-funnel-rules.js';
import { funnelRules } from '../rules/funnel-publications.js';
import { type FunnelRow, funnelTable, historyAt, RECENT_FACTS, stageAt } from './funnel.js';
import { keptCount } from './kept-facts.js';

type Said = [ClassOf, object];
const visit: Said = [VisitRecorded, { place: 'site' }];
const call: Said = [CallLogged, { direction: 'outbound' }];
const lead: Said = [LeadCaptured, { origin: 'social' }];
const viewed: Said = [OfferViewed, { offerId: 'o' }];
const offered: Said = [OfferMade, { offerId: 'o' }];
const accepted: Said = [OfferAccepted, { offerId: 'o' }];
const bought: Said = [PurchaseRecorded, { total: { amount: 100, currency: 'USD' } }];
const refused: Said = [RefusalRecorded, { subject: 'offer', reasonCode: 'price' }];
const won: Said = [OpportunityWon, { opportunityId: 'A' }];
const lost: Said = [OpportunityLost, { opportunityId: 'A' }];

const START = Date.parse('2020-01-01T00:00:00.000Z');
const day = (number: number): string => new Date(START + number * 86_400_000).toISOString();
let position = 0;
const at = (number: number, [type, data]: Said): RecordedEvent =>
  recorded(type, data, { position: ++position, occurredAt: day(number) });
const folded = (events: RecordedEvent[], from?: Rows, published = funnelRules.initialState()): Rows =>
  fold(funnelTable, events, from, published);
const rowOf = (events: RecordedEvent[]): FunnelRow => folded(events).get(CUSTOMER) as unknown as FunnelRow;
const stages = (...said: Said[]): string[] =>
  rowOf(said.map((one, index) => at(index, one))).history.map(({ stage }) => stage);

describe('funnel', () => {
  it('leads a visitor step by step to a loyal customer', () => {
    const opened: Said = [OpportunityOpened, { opportunityId: 'A' }];
    const proposed: Said = [OpportunityAdvanced, { opportunityId: 'A', stage: 'Proposal' }];
    expect(stages(visit, call, opened, proposed, bought, bought, bought, bought, bought)).toEqual([
      'visitor',
      'lead',
      'qualified',
      'proposal',
      'customer',
      'repeat',
      'loyal',
    ]);
  });

  it('may be entered anywhere', () => {
    expect(stages([CustomerRegistered, {}])).toEqual(['lead']);
    expect(stages(lead)).toEqual(['lead']);
    expect(stages([MeetingHeld, {}])).toEqual(['qualified']);
    expect(stages(viewed)).toEqual(['qualified']);
    expect(stages(offered)).toEqual(['proposal']);
    expect(stages(bought)).toEqual(['customer']);
    expect(stages(refused)).toEqual(['lost']);
  });

  it('does not go back because of what is said to a customer anyway', () => {
    expect(stages(offered, viewed, call, visit)).toEqual(['proposal']);
    expect(stages(bought, offered, viewed, call, refused, lost)).toEqual(['customer']);
    expect(stages([OpportunityAdvanced, { opportunityId: 'A', stage: 'engaging' }], call)).toEqual(['qualified']);
  });

  it('counts won opportunities as purchases, and accepted offers not', () => {
    expect(stages(won, won)).toEqual(['customer', 'repeat']);
    expect(stages(accepted, bought, bought)).toEqual(['customer', 'repeat']);
    const settles: Said = [PurchaseRecorded, { total: { amount: 1, currency: 'USD' }, opportunityId: 'A' }];
    expect(stages(won, settles)).toEqual(['customer']);
  });

  it('loses who says no before he buys, and takes him up again when something new begins', () => {
    expect(stages(call, refused, call)).toEqual(['lead', 'lost']);
    expect(stages(lead, lost, viewed, offered, accepted)).toEqual([
      'lead',
      'lost',
      'qualified',
      'proposal',
      'customer',
    ]);
    expect(stages(call, refused, bought)).toEqual(['lead', 'lost', 'customer']);
  });

  it('says when, why and by which rules each stage was entered and left', () => {
    const first = at(1, call);
    const second = at(4, bought);
    expect(rowOf([first, second])).toMatchObject({
      stage: 'customer',
      since: day(4),
      dormant_from: day(4 + 365),
      dormant_as: 'dormant',
    });
    expect(historyAt(rowOf([first, second]), day(5))).toEqual([
      {
        stage: 'lead',
        enteredAt: day(1),
        leftAt: day(4),
        causeEventId: first.id,
        causeType: 'CallLogged',
        rulesVersion: 1,
        evidence: { signal: 'contact', counts: {}, afterDays: null },
      },
      {
        stage: 'customer',
        enteredAt: day(4),
        leftAt: null,
        causeEventId: second.id,
        causeType: 'PurchaseRecorded',
        rulesVersion: 1,
        evidence: { signal: 'purchase', counts: { 'acceptance+purchase': 0 }, afterDays: null },
      },
    ]);
  });

  it('has no stage for who only had notes taken about him, and no row for what is not about a customer', () => {
    const row = rowOf([at(1, [NoteAdded, { text: 'x' }])]);
    expect(row).toMatchObject({ stage: null, since: null, history: [], recent_facts: '' });
    expect(historyAt(row, day(9_000))).toEqual([]);
    expect(funnelTable.keysOf({ ...at(1, call), stream: 'campaign-1' })).toEqual([]);
  });
});

describe('dormancy', () => {
  const quiet = at(10, call);
  const row = rowOf([at(0, bought), quiet]);

  it('begins by itself, a year after the last fact', () => {
    expect(stageAt(row, day(374.9))).toMatchObject({ stage: 'customer', leftAt: null });
    expect(stageAt(row, day(375))).toMatchObject({ stage: 'dormant', enteredAt: day(375), causeType: 'Dormancy' });
    expect(stageAt(row, day(375))!.causeEventId).toBe(quiet.id);
    expect(stageAt(row, day(375))!.evidence).toEqual({ signal: null, counts: {}, afterDays: 365 });
    expect(historyAt(row, day(2_000)).map(({ stage, leftAt }) => [stage, leftAt])).toEqual([
      ['customer', day(375)],
      ['dormant', null],
    ]);
  });

  it('is not there before the first fact, and earlier stages can be asked for', () => {
    const two = rowOf([at(5, call), at(9, bought)]);
    expect(stageAt(two, day(4))).toBeUndefined();
    expect(stageAt(two, day(6))).toMatchObject({ stage: 'lead', leftAt: null });
    expect(stageAt(two, day(9))).toMatchObject({ stage: 'customer' });
  });

  it('is put into the history when something happens after it', () => {
    expect(rowOf([at(0, bought), at(500, bought)]).history.map(({ stage, at: entered }) => [stage, entered])).toEqual([
      ['customer', day(0)],
      ['dormant', day(365)],
      ['won_back', day(500)],
    ]);
  });

  it('of a former customer ends when he buys again, that of others with any contact', () => {
    expect(rowOf([at(0, bought), at(500, call)])).toMatchObject({ stage: 'dormant', dormant_from: null });
    expect(rowOf([at(0, bought), at(500, call), at(501, bought), at(502, bought)]).stage).toBe('repeat');
    expect(rowOf([at(0, lead), at(500, call)])).toMatchObject({ stage: 'lead', dormant_from: day(865) });
    expect(rowOf([at(0, lead), at(500, bought)]).stage).toBe('customer');
  });

  it('does not befall who is lost', () => {
    expect(rowOf([at(0, refused)]).dormant_from).toBeNull();
  });
});

describe('facts that come late', () => {
  it('are put in their place', () => {
    const row = rowOf([at(0, bought), at(500, bought), at(300, call)]);
    expect(row.history.map(({ stage }) => stage)).toEqual(['customer', 'repeat']);
  });

  it('lead to the same row as if they had come in time', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(step, { minLength: 1, maxLength: RECENT_FACTS, selector: ([number]) => number }),
        fc.infiniteStream(fc.nat()),
        (steps, keys) => {
          const events = steps.map(([number, said]) => at(number, said));
          const inOrder = [...events].sort((a, b) => (a.metadata.occurredAt < b.metadata.occurredAt ? -1 : 1));
          const shuffled = events.map((event) => ({ event, key: keys.next().value })).sort((a, b) => a.key - b.key);
          const late = { ...rowOf(shuffled.map(({ event }) => event)), first_position: rowOf(inOrder).first_position };
          // Which contact was the last before a purchase that came late is not known here, and the row says so.
          const { last_touch, last_touch_lost } = late;
          const expected = rowOf(inOrder);
          expect(late).toEqual(last_touch_lost ? { ...expected, last_touch, last_touch_lost } : expected);
          expect(last_touch_lost && last_touch !== null).toBe(false);
        },
      ),
    );
  });

  it('never make the history go backwards, however late and many they are', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 120 }), fc.nat(120), (steps, cut) => {
        const events = steps.map(([number, said]) => at(number, said));
        const row = rowOf(events);
        expect(keptCount(row.recent_facts)).toBeLessThanOrEqual(RECENT_FACTS);
        row.history.forEach((stay, index) => {
          const next = row.history[index + 1];
          if (next) expect(next.at >= stay.at).toBe(true);
        });
        const purchases = events.filter(({ type }) => type === 'PurchaseRecorded').length;
        expect(row.counts['purchase'] ?? 0).toBe(purchases);
        const before = folded(events.slice(0, cut));
        const frozen = JSON.stringify([...before]);
        expect(folded(events.slice(cut), storedAndLoaded(before)).get(CUSTOMER)).toEqual(row);
        expect(JSON.stringify([...before])).toBe(frozen);
      }),
    );
  });
});

describe('funnel rules', () => {
  it('know a way from the start for every signal, and a way into every stage', () => {
    const signals = new Set(DEFAULT_FUNNEL_RULES.signals.map(({ signal }) => signal));
    for (const signal of signals) {
      expect(DEFAULT_FUNNEL_RULES.entries.some(({ on, from }) => on.includes(signal) && from?.includes('start'))).toBe(
        true,
      );
    }
    const reached = new Set([...DEFAULT_FUNNEL_RULES.entries.map(({ stage }) => stage), 'dormant']);
    expect([...reached].sort()).toEqual(DEFAULT_FUNNEL_RULES.stages.map(({ stage }) => stage).sort());
  });
});

const step = fc.tuple(
  fc.integer({ min: 0, max: 3_000 }),
  fc.constantFrom(visit, call, lead, viewed, offered, accepted, bought, refused, lost),
);
