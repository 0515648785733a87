import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ClassOf, RecordedEvent } from '#kernel';
import {
  CallbackCompleted,
  CallbackMissed,
  CallbackRequested,
  MeetingCancelled,
  MeetingHeld,
  MeetingPlanned,
} from '#interactions';
import { PurchaseRecorded } from '#sales';
import { fold, storedAndLoaded } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded, type RecordedOptions } from '../../../../test/support/recorded.js';
import {
  ConsentGiven,
  ConsentWithdrawn,
  FactRecorded,
  OwnerAssigned,
  PurchaseMotiveRecorded,
  RelatedPersonRecorded,
} from '../events/index.js';
import { customerKnowledgeTable, type CustomerKnowledgeRow } from './customer-knowledge.js';

const knowledgeOf = (events: RecordedEvent[]): CustomerKnowledgeRow =>
  fold(customerKnowledgeTable, events).get(CUSTOMER) as unknown as CustomerKnowledgeRow;
const on = (position: number, day = position): RecordedOptions => ({
  position,
  occurredAt: `2026-03-${String(day).padStart(2, '0')}T12:00:00.000Z`,
});

describe('what is known of a customer', () => {
  it('is nothing of what he buys: that changes no row', () => {
    const bought = recorded(PurchaseRecorded, { total: { amount: 1, currency: 'USD' } }, on(1));
    expect(customerKnowledgeTable.keysOf(bought)).toEqual([]);
    expect(customerKnowledgeTable.keysOf(recorded(MeetingHeld, { outcome: 'x' }, on(1)))).toEqual([]);
  });

  it('is the latest value of each kind of fact, by when it was so, with the event that says it', () => {
    const late = recorded(FactRecorded, { kind: 'size', value: '42', source: 'customer' }, on(3, 1));
    const { facts } = knowledgeOf([
      recorded(FactRecorded, { kind: 'size', value: '44', confidence: 80 }, on(1, 10)),
      recorded(FactRecorded, { kind: 'car', value: 'none' }, on(2, 2)),
      late,
    ]);
    expect(facts).toMatchObject([
      { kind: 'car', value: 'none' },
      { kind: 'size', value: '44', confidence: 80, provenance: { position: '1' } },
    ]);
    expect(facts[1]).not.toHaveProperty('source');
  });

  it('is who is close to him, field by field', () => {
    const { related_persons: persons } = knowledgeOf([
      recorded(RelatedPersonRecorded, { relation: 'child', name: 'Ben', birthDate: '2005-06-01' }, on(1, 10)),
      recorded(RelatedPersonRecorded, { relation: 'Child', name: 'BEN', note: 'learns to drive' }, on(2, 11)),
      recorded(RelatedPersonRecorded, { relation: 'child', name: 'ben', birthDate: '2005-01-06' }, on(3, 5)),
      recorded(RelatedPersonRecorded, { relation: 'child', name: 'Amy' }, on(4)),
      recorded(RelatedPersonRecorded, { relation: 'partner', name: 'Kim', personId: 'p-1' }, on(5)),
      recorded(RelatedPersonRecorded, { relation: 'spouse', name: 'Kim', personId: 'p-1' }, on(6)),
    ]);
    expect(persons.map(({ key: _, provenance: __, ...shown }) => shown)).toEqual([
      { relation: 'child', name: 'Amy' },
      { relation: 'Child', name: 'BEN', birthDate: '2005-06-01', note: 'learns to drive' },
      { relation: 'spouse', name: 'Kim', personId: 'p-1' },
    ]);
    expect(persons[1]!.provenance).toMatchObject({ birthDate: { position: '1' }, note: { position: '2' } });
  });

  it('is why he buys, how often it was said, and when', () => {
    const { motives } = knowledgeOf([
      recorded(PurchaseMotiveRecorded, { motive: 'price' }, on(1, 10)),
      recorded(PurchaseMotiveRecorded, { motive: 'habit_taste' }, on(2, 11)),
      recorded(PurchaseMotiveRecorded, { motive: 'price' }, on(3, 5)),
    ]);
    expect(motives).toEqual([
      { motive: 'habit_taste', count: 1, firstAt: on(0, 11).occurredAt, lastAt: on(0, 11).occurredAt },
      { motive: 'price', count: 2, firstAt: on(0, 5).occurredAt, lastAt: on(0, 10).occurredAt },
    ]);
  });

  it('is what he allowed: a late report of an older consent does not undo a withdrawal', () => {
    const { consents } = knowledgeOf([
      recorded(ConsentGiven, { purpose: 'news', channel: 'sms', how: 'paper' }, on(1, 1)),
      recorded(ConsentWithdrawn, { purpose: 'news', channel: 'sms', how: 'link' }, on(2, 10)),
      recorded(ConsentGiven, { purpose: 'news', channel: 'sms', how: 'shop' }, on(3, 5)),
      recorded(ConsentWithdrawn, { purpose: 'profiling' }, on(4, 4)),
    ]);
    expect(consents).toMatchObject([
      { purpose: 'news', channel: 'sms', state: 'withdrawn', how: 'link', provenance: { position: '2' } },
      { purpose: 'profiling', channel: null, state: 'withdrawn' },
    ]);
  });

  it('is who looks after him now, with nothing left of whoever did before', () => {
    const events = [
      recorded(OwnerAssigned, { owner: 'u-1', name: 'Hana', team: 'North' }, on(1, 1)),
      recorded(OwnerAssigned, { owner: 'u-2' }, on(2, 9)),
      recorded(OwnerAssigned, { owner: 'u-3', name: 'Late' }, on(3, 5)),
    ];
    expect(knowledgeOf(events)).toMatchObject({ owner: 'u-2', owner_name: null, owner_team: null });
  });

  it('is what lies ahead: meetings and call-backs until they end in any way', () => {
    const meeting = (position: number, meetingId: string) =>
      recorded(MeetingPlanned, { meetingId, startsAt: '2026-04-01T12:00:00+02:00' }, on(position));
    const callback = (position: number, callbackId: string) =>
      recorded(CallbackRequested, { callbackId, promisedAt: '2026-04-01T10:00:00Z', phone: '+1' }, on(position));
    const row = knowledgeOf([
      meeting(1, 'a'),
      meeting(2, 'b'),
      meeting(3, 'c'),
      callback(4, 'd'),
      callback(5, 'e'),
      callback(6, 'f'),
      recorded(MeetingHeld, { meetingId: 'a' }, on(7)),
      recorded(MeetingCancelled, { meetingId: 'c' }, on(8)),
      recorded(CallbackCompleted, { callbackId: 'd' }, on(9)),
      recorded(CallbackMissed, { callbackId: 'f' }, on(10)),
    ]);
    expect(row.planned_meetings).toEqual([
      { meetingId: 'b', startsAt: '2026-04-01T10:00:00.000Z', eventId: meeting(2, 'b').id },
    ]);
    expect(row.open_callbacks).toMatchObject([
      { callbackId: 'e', promisedAt: '2026-04-01T10:00:00.000Z', phone: '+1' },
    ]);
  });

  it('comes out the same in one go and in pieces, and leaves the row it was given alone', () => {
    fc.assert(
      fc.property(history, fc.nat(20), (events, cut) => {
        const before = fold(customerKnowledgeTable, events.slice(0, cut));
        const frozen = JSON.stringify([...before]);
        const inPieces = fold(customerKnowledgeTable, events.slice(cut), storedAndLoaded(before));
        expect([...inPieces]).toEqual([...fold(customerKnowledgeTable, events)]);
        expect(JSON.stringify([...before])).toBe(frozen);
      }),
    );
  });

  it('is the same whichever way the events come', () => {
    fc.assert(
      fc.property(history, (events) => {
        expect(knowledgeOf([...events].reverse())).toEqual(knowledgeOf(events));
      }),
    );
  });
});

const word = fc.constantFrom('a', 'b', 'c');
const statement = fc.oneof(
  fc.tuple(fc.constant(FactRecorded), fc.record({ kind: word, value: word })),
  fc.tuple(fc.constant(OwnerAssigned), fc.record({ owner: word, team: word }, { requiredKeys: ['owner'] })),
  fc.tuple(fc.constant(PurchaseMotiveRecorded), fc.record({ motive: fc.constantFrom('price', 'promo') })),
  fc.tuple(
    fc.constant(RelatedPersonRecorded),
    fc.record({ relation: word, name: word, note: word }, { requiredKeys: ['relation'] }),
  ),
  fc.tuple(
    fc.constantFrom(ConsentGiven, ConsentWithdrawn),
    fc.record({ purpose: word, channel: word, how: word }, { requiredKeys: ['purpose', 'how'] }),
  ),
);
const history = fc
  .array(fc.tuple(statement, fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 20 })
  .map((said) =>
    said.map(([[type, data], day], index) =>
      recorded<object>(type as ClassOf, JSON.parse(JSON.stringify(data)) as object, on(index + 1, day)),
    ),
  );
