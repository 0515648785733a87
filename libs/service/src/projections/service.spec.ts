import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#kernel';
import { fold, storedAndLoaded } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded } from '../../../../test/support/recorded.js';
import {
  ServicePerformed,
  ServiceReactionRecorded,
  ServiceRequestClosed,
  ServiceRequestHandedOver,
  ServiceRequestOpened,
  ServiceRequestReopened,
  ServiceRequestResolved,
} from '../events/index.js';
import { serviceRequestTable } from './service-request-table.js';
import { serviceWorkTable } from './service-work-table.js';

const at = (hour: number): string => `2024-01-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
const requestId = 'S-1';
let position = 0;
const say = <Body extends object>(type: new () => Body, hour: number, data: Body): RecordedEvent =>
  recorded(type, data, { position: ++position, occurredAt: at(hour) });
const opened = say(ServiceRequestOpened, 8, {
  requestId,
  category: 'technical',
  channel: 'account_owner',
  owner: 'ann',
  reactBy: '2024-01-01T12:00:00+02:00',
});
const rowOf = (events: readonly RecordedEvent[]) => fold(serviceRequestTable, events).get(`${CUSTOMER}:S-1`)!;

describe('service request', () => {
  it('is opened with what was promised', () => {
    expect(rowOf([opened])).toMatchObject({
      state: 'open',
      category: 'technical',
      channel: 'account_owner',
      owner: 'ann',
      opened_at: at(8),
      react_by: at(10),
      resolve_by: null,
      first_reaction_at: null,
    });
  });

  it('keeps the earliest reaction, also when it is learnt late', () => {
    const later = say(ServiceReactionRecorded, 11, { requestId });
    const earlier = say(ServiceReactionRecorded, 9, { requestId });
    expect(rowOf([opened, later, earlier])).toMatchObject({ first_reaction_at: at(9), reactions: 2, state: 'open' });
  });

  it('counts a resolution as a reaction, where nobody reacted before', () => {
    const resolved = say(ServiceRequestResolved, 12, { requestId, billing: 'paid' });
    expect(rowOf([opened, resolved])).toMatchObject({
      state: 'resolved',
      first_reaction_at: at(12),
      resolved_at: at(12),
      reactions: 0,
      billing: 'paid',
    });
  });

  it('is not resolved any more when it comes back, and follows the order of recording', () => {
    const events = [
      opened,
      say(ServiceRequestResolved, 12, { requestId }),
      say(ServiceRequestClosed, 13, { requestId }),
      say(ServiceRequestReopened, 14, { requestId }),
    ];
    expect(rowOf(events)).toMatchObject({ state: 'open', resolved_at: null, closed_at: null, reopenings: 1 });
    const again = say(ServiceRequestResolved, 20, { requestId });
    expect(rowOf([...events, again])).toMatchObject({
      state: 'resolved',
      resolved_at: at(20),
      first_reaction_at: at(12),
    });
  });

  it('belongs to whom it was handed last, by time of occurrence', () => {
    const toBob = say(ServiceRequestHandedOver, 10, { requestId, to: 'bob' });
    const toCat = say(ServiceRequestHandedOver, 9, { requestId, to: 'cat' });
    expect(rowOf([opened, toBob, toCat]).owner).toBe('bob');
    expect(rowOf([toBob, toCat, opened]).owner).toBe('bob');
  });

  it('goes on from a stored row as from the events', () => {
    const events = [
      opened,
      say(ServiceReactionRecorded, 9, { requestId }),
      say(ServiceRequestClosed, 10, { requestId }),
    ];
    const stored = storedAndLoaded(fold(serviceRequestTable, events.slice(0, 2)));
    expect(fold(serviceRequestTable, events.slice(2), stored)).toEqual(fold(serviceRequestTable, events));
  });
});

describe('service work', () => {
  const eur = (amount: number) => ({ amount, currency: 'EUR' });

  it('is one row with its cost and its price', () => {
    const work = say(ServicePerformed, 9, {
      billing: 'paid',
      plan: 'hybrid',
      cost: eur(40),
      price: eur(90),
      by: 'bob',
      requestId,
    });
    expect(fold(serviceWorkTable, [work]).get(work.id)).toMatchObject({
      request_id: requestId,
      billing: 'paid',
      plan: 'hybrid',
      done_by: 'bob',
      cost_amount: 40,
      price_amount: 90,
      price_currency: 'EUR',
    });
  });

  it('brings nothing when it is free, whatever its list price', () => {
    const work = say(ServicePerformed, 9, { billing: 'free', cost: eur(40), price: eur(90) });
    expect(fold(serviceWorkTable, [work]).get(work.id)).toMatchObject({ cost_amount: 40, price_amount: null });
  });

  it('is a resolution too that says what it cost, and no other', () => {
    const priced = say(ServiceRequestResolved, 9, { requestId, cost: eur(5) });
    const silent = say(ServiceRequestResolved, 9, { requestId, billing: 'free' });
    expect([...fold(serviceWorkTable, [priced, silent, opened]).keys()]).toEqual([priced.id]);
  });
});
