import { describe, expect, it } from '@jest/globals';
import { fold } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded } from '../../../../test/support/recorded.js';
import { CallbackCompleted, CallbackMissed, CallbackRequested, CallLogged } from '../events/index.js';
import { callbackTable } from './callbacks.js';

const asked = recorded(
  CallbackRequested,
  { callbackId: 'C', promisedAt: '2026-03-05T12:00:00+02:00', promisedUntil: '2026-03-05T11:00:00Z', owner: 'u-7' },
  { position: 1 },
);
const missed = recorded(CallbackMissed, { callbackId: 'C', missedBy: 'u-7' }, { position: 2 });
const made = recorded(CallbackCompleted, { callbackId: 'C', completedBy: 'u-8' }, { position: 3 });

describe('call-backs', () => {
  it('have a row each: what was promised, in UTC, and what became of it', () => {
    const rows = fold(callbackTable, [asked, missed, made]);
    expect([...rows.keys()]).toEqual([`${CUSTOMER}/C`]);
    expect(rows.get(`${CUSTOMER}/C`)).toMatchObject({
      customer_id: CUSTOMER,
      promised_at: '2026-03-05T10:00:00.000Z',
      deadline: '2026-03-05T11:00:00.000Z',
      requested_event_id: asked.id,
      requested_position: 1,
      missed_by: 'u-7',
      missed_event_id: missed.id,
      completed_by: 'u-8',
      completed_event_id: made.id,
    });
  });

  it('are told apart by customer', () => {
    const other = { ...asked, stream: 'customer-22222222-2222-5222-8222-222222222222' };
    expect(callbackTable.keysOf(other)).not.toEqual(callbackTable.keysOf(asked));
  });

  it('are not made of anything else, and not of nothing', () => {
    expect(callbackTable.keysOf(recorded(CallLogged, { direction: 'outbound' }, { position: 1 }))).toEqual([]);
    expect(() => fold(callbackTable, [made])).toThrow('never requested');
  });
});
