import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ClassOf, RecordedEvent } from '#kernel';
import { CallbackCompleted, CallLogged, ImpressionRecorded, MeetingPlanned, VisitRecorded } from '#interactions';
import { PurchaseRecorded, PurchaseReturned, RefusalRecorded } from '#sales';
import { ServiceRequestClosed, ServiceRequestOpened, ServiceRequestReopened, ServiceRequestResolved } from '#service';
import { fold, storedAndLoaded } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded, type RecordedOptions } from '../../../../test/support/recorded.js';
import {
  ContactPointAdded,
  ContactPointRetired,
  ContactPointVerified,
  CustomerDetailsChanged,
  CustomerRegistered,
  NoteAdded,
  RelationshipModeSet,
} from '../events/index.js';
import { stateOf } from './known-contact-points.js';
import { profileTable } from './profile.js';
import type { ProfileRow } from './profile-row.js';

const profileOf = (events: RecordedEvent[]): ProfileRow =>
  fold(profileTable, events).get(CUSTOMER) as unknown as ProfileRow;
const usd = (amount: number) => ({ amount, currency: 'USD' });
const on = (position: number, day = position): RecordedOptions => ({
  position,
  occurredAt: `2026-03-${String(day).padStart(2, '0')}T12:00:00.000Z`,
});

describe('profile', () => {
  it('holds what was said at registration, and which event said it', () => {
    const registered = recorded(
      CustomerRegistered,
      { name: 'Ada Lovelace', language: 'en', contactPoints: [{ kind: 'email', value: 'Ada@Example.com' }] },
      on(7),
    );
    const row = profileOf([registered]);
    expect(row).toMatchObject({ name: 'Ada Lovelace', language: 'en', registered_at: '2026-03-07T12:00:00.000Z' });
    expect(row.contact_points).toEqual([
      { kind: 'email', value: 'Ada@Example.com', eventId: registered.id, addedAt: '2026-03-07T12:00:00.000Z' },
    ]);
    expect(row.provenance.name).toEqual({
      eventId: registered.id,
      position: '7',
      occurredAt: '2026-03-07T12:00:00.000Z',
      recordedAt: '2026-03-02T12:00:00.000Z',
    });
    expect(row.provenance.gender).toBeUndefined();
  });

  it('takes over what changed and keeps the rest', () => {
    const row = profileOf([
      recorded(CustomerRegistered, { name: 'Ada', attributes: { job: 'nurse', age: 30 } }, on(1)),
      recorded(CustomerDetailsChanged, { name: 'Ada L.', attributes: { age: 31 } }, on(2)),
    ]);
    expect(row).toMatchObject({ name: 'Ada L.', attributes: { job: 'nurse', age: 31 } });
    expect(row.provenance['attributes.job']!.position).toBe('1');
    expect(row.provenance['attributes.age']!.position).toBe('2');
  });

  it('does not let a late report of something older replace what is newer', () => {
    const row = profileOf([
      recorded(CustomerRegistered, { name: 'new', attributes: { size: 44 } }, on(1, 20)),
      recorded(CustomerDetailsChanged, { name: 'old', gender: 'f', attributes: { size: 42 } }, on(2, 10)),
    ]);
    expect(row).toMatchObject({ name: 'new', gender: 'f', attributes: { size: 44 } });
    expect(row.provenance.name!.position).toBe('1');
  });

  it('believes the later record of two that happened at the same time', () => {
    const row = profileOf([
      recorded(CustomerRegistered, { name: 'first' }, on(1, 5)),
      recorded(CustomerDetailsChanged, { name: 'second' }, on(2, 5)),
    ]);
    expect(row.name).toBe('second');
  });

  it('keeps a contact point once, with the event that added it first', () => {
    const row = profileOf([
      recorded(ContactPointAdded, { kind: 'phone', value: '+1 (555) 010-00' }, on(1)),
      recorded(ContactPointAdded, { kind: 'email', value: 'a@b.c', label: 'work' }, on(2)),
      recorded(ContactPointAdded, { kind: 'email', value: ' A@B.C' }, on(3)),
    ]);
    expect(row.contact_points.map(({ value, label }) => ({ value, label }))).toEqual([
      { value: '+1 (555) 010-00', label: undefined },
      { value: 'a@b.c', label: 'work' },
    ]);
    expect(row.search_text).toBe('+1 (555) 010-00 155501000 a@b.c');
    expect(row.provenance.contactPoints!.position).toBe('2');
  });

  it('counts purchases, returns, calls, refusals and interactions', () => {
    const row = profileOf([
      recorded(CallLogged, { direction: 'outbound' }, on(1)),
      recorded(VisitRecorded, { place: 'shop' }, on(2)),
      recorded(PurchaseRecorded, { total: usd(1_200), purchaseId: 'A' }, on(3)),
      recorded(PurchaseRecorded, { total: { amount: 500, currency: 'EUR' } }, on(4)),
      recorded(PurchaseRecorded, { total: usd(300) }, on(5)),
      recorded(PurchaseReturned, { total: usd(200), purchaseId: 'A' }, on(6)),
      recorded(RefusalRecorded, { subject: 'warranty', reasonCode: 'price' }, on(7)),
    ]);
    expect(row).toMatchObject({
      purchase_count: 3,
      spend: { USD: 1_500, EUR: 500 },
      return_count: 1,
      returned: { USD: 200 },
      call_count: 1,
      interaction_count: 2,
      refusal_count: 1,
      event_count: 7,
      first_position: 1,
      last_position: 7,
    });
    expect(row.provenance['spend.USD']!.position).toBe('5');
    expect(row.provenance['spend.EUR']!.position).toBe('4');
    expect(row.provenance.purchases!.position).toBe('5');
    expect(row.provenance.calls!.position).toBe('1');
  });

  it('lists the service requests that are open', () => {
    const opened = recorded(ServiceRequestOpened, { requestId: 'A' }, on(1));
    const other = recorded(ServiceRequestOpened, { requestId: 'B' }, on(2));
    const resolved = recorded(ServiceRequestResolved, { requestId: 'A' }, on(3));
    const reopened = recorded(ServiceRequestReopened, { requestId: 'A' }, on(4));
    const closed = recorded(ServiceRequestClosed, { requestId: 'B' }, on(5));
    expect(profileOf([opened, other]).open_requests).toEqual(['A', 'B']);
    expect(profileOf([opened, other, resolved]).open_requests).toEqual(['B']);
    expect(profileOf([opened, other, resolved, reopened, closed]).open_requests).toEqual(['A']);
  });

  it('knows first and last contact by when they happened, in whichever order they became known', () => {
    const row = profileOf([
      recorded(CustomerRegistered, {}, on(1, 1)),
      recorded(CallLogged, { direction: 'inbound' }, on(2, 15)),
      recorded(CallLogged, { direction: 'inbound' }, on(3, 5)),
      recorded(CallLogged, { direction: 'inbound' }, on(4, 10)),
      recorded(NoteAdded, { text: 'nice' }, on(5, 28)),
    ]);
    expect(row.first_contact_at).toBe('2026-03-05T12:00:00.000Z');
    expect(row.last_contact_at).toBe('2026-03-15T12:00:00.000Z');
    expect(row.provenance.firstContactAt!.position).toBe('3');
    expect(row.provenance.lastContactAt!.position).toBe('2');
  });

  describe('of a contact point', () => {
    const point = { kind: 'phone', value: '1' } as const;
    const does = (type: ClassOf) => (position: number, day: number) => recorded<object>(type, point, on(position, day));
    const added = does(ContactPointAdded);
    const verified = does(ContactPointVerified);
    const retired = does(ContactPointRetired);
    const stateAfter = (events: RecordedEvent[]) => stateOf(profileOf(events).contact_points[0]!);

    it('tells what was done about it last, by when it was done', () => {
      expect(stateAfter([added(1, 1)])).toBe('added');
      expect(stateAfter([added(1, 1), verified(2, 2)])).toBe('verified');
      expect(stateAfter([added(1, 1), verified(2, 2), retired(3, 3)])).toBe('retired');
      expect(stateAfter([added(1, 1), retired(2, 3), verified(3, 2)])).toBe('retired');
    });

    it('forgets a verification once it was retired and taken back into use', () => {
      expect(stateAfter([added(1, 1), verified(2, 2), retired(3, 3), added(4, 4)])).toBe('added');
      expect(stateAfter([added(1, 1), retired(2, 3), added(3, 4), verified(4, 5)])).toBe('verified');
      expect(stateAfter([added(1, 1), added(2, 9), retired(3, 5)])).toBe('added');
      expect(stateAfter([added(1, 1), added(2, 3), retired(3, 5)])).toBe('retired');
    });

    it('keeps the later of two that happened at the same time', () => {
      expect(stateAfter([added(1, 1), retired(2, 2), added(3, 2)])).toBe('added');
      expect(stateAfter([added(1, 1), added(2, 2), retired(3, 2)])).toBe('retired');
    });

    it('is not there before it was added', () => {
      expect(profileOf([verified(1, 1), retired(2, 1)]).contact_points).toEqual([]);
    });
  });

  it('keeps the reason of a relationship mode with the mode it belongs to', () => {
    const set = recorded(RelationshipModeSet, { mode: 'one_off', reason: 'subjective' }, on(1, 5));
    expect(profileOf([set])).toMatchObject({ relationship_mode: 'one_off', relationship_reason: 'subjective' });
    const changed = (day: number) => recorded(CustomerDetailsChanged, { relationshipMode: 'long_term' }, on(2, day));
    expect(profileOf([set, changed(6)])).toMatchObject({ relationship_mode: 'long_term', relationship_reason: null });
    expect(profileOf([set, changed(4)])).toMatchObject({
      relationship_mode: 'one_off',
      relationship_reason: 'subjective',
    });
  });

  it('counts interactions by kind, and knows the last touchpoint; planning is none', () => {
    const row = profileOf([
      recorded(CallLogged, { direction: 'inbound', channel: 'cellular' }, on(1, 20)),
      recorded(VisitRecorded, { place: 'shop' }, on(2, 2)),
      recorded(VisitRecorded, { place: 'site' }, on(3, 3)),
      recorded(ImpressionRecorded, { impression: -1, channel: 'in_person', store: 'S1' }, on(4, 21)),
      recorded(MeetingPlanned, { meetingId: 'M', startsAt: '2026-04-01T00:00:00Z' }, on(5, 28)),
      recorded(CallbackCompleted, { callbackId: 'C' }, on(6, 19)),
    ]);
    expect(row).toMatchObject({
      call_count: 1,
      interaction_count: 3,
      interaction_counts: { CallLogged: 1, VisitRecorded: 2 },
      last_contact: { type: 'ImpressionRecorded', channel: 'in_person', store: 'S1' },
    });
    expect(row.provenance.lastContactAt!.position).toBe('4');
    expect(row.provenance.interactions!.position).toBe('3');
  });

  it('is of customers only', () => {
    const event = { ...recorded(NoteAdded, { text: 'x' }, on(1)), stream: 'campaign-1' };
    expect(profileTable.keysOf(event)).toEqual([]);
  });

  it('comes out the same in one go and in pieces, and leaves the row it was given alone', () => {
    fc.assert(
      fc.property(history, fc.nat(30), (events, cut) => {
        const before = fold(profileTable, events.slice(0, cut));
        const frozen = JSON.stringify([...before]);
        const inPieces = fold(profileTable, events.slice(cut), storedAndLoaded(before));
        expect([...inPieces]).toEqual([...fold(profileTable, events)]);
        expect(JSON.stringify([...before])).toBe(frozen);
      }),
    );
  });

  it('refuses a sum that it could not tell to the minor unit', () => {
    const purchases = [1, 2].map((position) =>
      recorded<object>(PurchaseRecorded, { total: usd(Number.MAX_SAFE_INTEGER) }, on(position, 1)),
    );
    expect(() => profileOf(purchases)).toThrow('too large');
  });

  it('says the same of details and contact times whichever way the events come', () => {
    fc.assert(
      fc.property(history, (events) => {
        const shown = (rows: RecordedEvent[]) => {
          const { name, attributes, first_contact_at, last_contact_at, spend, purchase_count } = profileOf(rows);
          return { name, attributes, first_contact_at, last_contact_at, spend, purchase_count };
        };
        expect(shown([...events].reverse())).toEqual(shown(events));
      }),
    );
  });
});

const history = fc
  .array(
    fc.record({
      day: fc.integer({ min: 1, max: 28 }),
      make: fc.oneof(
        fc.string({ minLength: 1 }).map((name) => [CustomerDetailsChanged, { name, attributes: { name } }] as const),
        fc.constant([CallLogged, { direction: 'inbound' }] as const),
        fc.nat(9_999).map((amount) => [PurchaseRecorded, { total: usd(amount) }] as const),
        fc.constantFrom('A', 'B').map((requestId) => [ServiceRequestOpened, { requestId }] as const),
        fc.constantFrom('A', 'B').map((requestId) => [ServiceRequestClosed, { requestId }] as const),
        fc.constantFrom('1', '22').map((value) => [ContactPointAdded, { kind: 'phone', value }] as const),
      ),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((steps) =>
    steps.map(({ day, make: [type, data] }, index) =>
      recorded<object>(type as new () => object, data, on(index + 1, day)),
    ),
  );
