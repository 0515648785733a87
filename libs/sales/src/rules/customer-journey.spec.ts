import { describe, expect, it } from '@jest/globals';
import type { ClassOf, RecordedEvent } from '#kernel';
import { CallLogged, MessageLogged, VisitRecorded } from '#interactions';
import { day } from '../../../../test/support/funnel-unit.js';
import { recorded } from '../../../../test/support/recorded.js';
import { PurchaseRecorded } from '../events/index.js';
import { firstTraits, type FunnelTraits, traitChanges } from '../projections/funnel-traits.js';
import { NoteAdded } from '#customers';
import { journeyOf } from './customer-journey.js';
import { attributed } from './funnel-attribution.js';

let position = 0;
const at = (number: number, type: ClassOf, data: object): RecordedEvent =>
  recorded(type, data, { position: ++position, occurredAt: day(number) });
const visit = (number: number) => at(number, VisitRecorded, { place: 'site', campaign: 'spring' });
const call = (number: number) => at(number, CallLogged, { direction: 'inbound' });
const message = (number: number) =>
  at(number, MessageLogged, { direction: 'inbound', channel: 'telegram', network: 'messenger' });
const bought = (number: number) => at(number, PurchaseRecorded, { total: { amount: 1, currency: 'USD' } });

describe('the journey to the first purchase', () => {
  it('has the contacts in order, with the gaps between them', () => {
    const first = visit(0);
    const purchase = bought(10);
    const journey = journeyOf([
      message(8),
      purchase,
      call(3.5),
      first,
      at(1, NoteAdded, { text: 'x' }),
      call(12),
      bought(20),
    ]);
    expect(journey).toMatchObject({
      firstContactAt: day(0),
      purchase: { at: day(10), eventId: purchase.id, type: 'PurchaseRecorded' },
      days: 10,
      daysFromLastTouch: 2,
      touchesByType: { VisitRecorded: 1, CallLogged: 1, MessageLogged: 1 },
      firstTouch: { eventId: first.id, channel: 'site', campaign: 'spring', source: 'urn:spec' },
      lastTouch: { at: day(8), type: 'MessageLogged', channel: 'telegram', campaign: null },
    });
    expect(journey.touches.map(({ at: when, gapDays }) => [when, gapDays])).toEqual([
      [day(0), null],
      [day(3.5), 3.5],
      [day(8), 4.5],
    ]);
  });

  it('goes as far as the customer has come while he has not bought', () => {
    expect(journeyOf([call(5), visit(2)])).toMatchObject({ purchase: null, days: 3, daysFromLastTouch: null });
    expect(journeyOf([at(1, NoteAdded, { text: 'x' })])).toMatchObject({
      firstContactAt: null,
      days: null,
      touches: [],
    });
  });

  it('does not look at what happens after the instant', () => {
    const events = [visit(0), call(2), bought(10)];
    expect(journeyOf(events, day(1))).toMatchObject({ purchase: null, days: 0, touches: [{ at: day(0) }] });
    expect(journeyOf(events, day(10))).toMatchObject({ purchase: { at: day(10) }, touchesByType: { CallLogged: 1 } });
    expect(journeyOf([bought(10)], day(9))).toMatchObject({ firstContactAt: null, purchase: null });
  });

  it('may begin and end with the purchase', () => {
    expect(journeyOf([bought(1), call(2)])).toMatchObject({
      firstContactAt: null,
      purchase: { at: day(1) },
      days: null,
      touches: [],
      lastTouch: null,
    });
  });
});

describe('first and last touch', () => {
  const traitsOf = ([first, ...others]: RecordedEvent[]): FunnelTraits =>
    others.reduce((traits, event) => ({ ...traits, ...traitChanges(traits, event) }), firstTraits(first!));

  it('are kept with the row as the journey has them', () => {
    const events = [call(4), visit(2), bought(10), message(8), call(12)];
    const { first_touch, last_touch, last_touch_lost } = traitsOf(events);
    const journey = journeyOf(events);
    expect(journey.firstTouch).toMatchObject(first_touch!);
    expect(journey.lastTouch).toMatchObject(last_touch!);
    expect([first_touch!.at, last_touch!.at, last_touch_lost]).toEqual([day(2), day(8), false]);
  });

  it('are marked as lost where a purchase comes late and before the last contact', () => {
    expect(traitsOf([visit(2), call(8), bought(5)])).toMatchObject({ last_touch: null, last_touch_lost: true });
    expect(traitsOf([visit(2), call(8), bought(9)])).toMatchObject({ last_touch_lost: false });
  });

  it('put purchases down to what a contact says', () => {
    const touches = [visit(1), visit(2), message(3)].map((event) => journeyOf([event]).firstTouch);
    expect(attributed([...touches, null], 'channel')).toEqual([
      { group: 'site', customers: 2 },
      { group: null, customers: 1 },
      { group: 'telegram', customers: 1 },
    ]);
    expect(attributed(touches, 'campaign')).toEqual([
      { group: 'spring', customers: 2 },
      { group: null, customers: 1 },
    ]);
  });
});
