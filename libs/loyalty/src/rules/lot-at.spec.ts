import { describe, expect, it } from '@jest/globals';
import type { LoyaltyLotRow } from '../projections/loyalty-lot.js';
import { expiriesOf } from './expiries.js';
import { lotAt } from './lot-at.js';

const MADE = '2026-03-01T12:00:00.000Z';
const LATER = '2026-04-01T00:00:00.000Z';

const row = (changes: Partial<LoyaltyLotRow> = {}): LoyaltyLotRow => ({
  lot_id: 'lot-1',
  customer_id: '11111111-1111-5111-8111-111111111111',
  program: 'points',
  program_version: 2,
  origin: 'earned',
  event_id: 'event-1',
  created_at: MADE,
  position: 7,
  place: 0,
  points: 100,
  remaining: 60,
  redeemed: 30,
  refunded: 5,
  reversed: 4,
  adjusted: 3,
  transferred_out: 2,
  debt_repaid: 1,
  expired: 0,
  earned_at: MADE,
  available_from: MADE,
  expires_at: '2027-01-01T00:00:00.000Z',
  source_event_id: 'purchase-1',
  purchase_ref: 'R-1',
  base_amount: 10_000,
  base_currency: 'EUR',
  parts: [],
  from_lot_id: null,
  from_customer_id: null,
  ...changes,
});

describe('a lot at an instant', () => {
  it('says what became of its points, and where they came from', () => {
    expect(lotAt(row(), LATER)).toMatchObject({
      lotId: 'lot-1',
      eventId: 'event-1',
      points: 100,
      remaining: 60,
      status: 'active',
      base: { amount: 10_000, currency: 'EUR' },
      expiresAt: '2027-01-01T00:00:00.000Z',
    });
    expect(lotAt(row({ base_amount: null, base_currency: null }), LATER)?.base).toBeNull();
  });

  it('has, once it has expired, what expired with it, whether that is booked or not', () => {
    const after = '2027-01-01T00:00:00.000Z';
    expect(lotAt(row(), after)).toMatchObject({ remaining: 60, status: 'expired' });
    expect(lotAt(row({ remaining: 0, expired: 60 }), after)).toMatchObject({ remaining: 60, status: 'expired' });
  });

  it('is not there before it was made', () => {
    expect(lotAt(row(), '2026-03-01T11:59:59.999Z')).toBeUndefined();
    expect(lotAt(row(), MADE)).toBeDefined();
  });

  it('is not there as long as only movements out of it are known', () => {
    const unknown: Partial<LoyaltyLotRow>[] = [
      { origin: null },
      { event_id: null },
      { earned_at: null },
      { available_from: null },
    ];
    for (const missing of unknown) expect(lotAt(row(missing), LATER)).toBeUndefined();
  });
});

describe('what will expire', () => {
  const lot = (changes: Partial<LoyaltyLotRow>) => lotAt(row(changes), LATER)!;

  it('is added up by the end, the soonest first, what never ends last', () => {
    const lots = [
      lot({ expires_at: null, remaining: 1 }),
      lot({ expires_at: '2028-01-01T00:00:00.000Z', remaining: 2 }),
      lot({ remaining: 3 }),
      lot({ expires_at: null, remaining: 4 }),
      lot({ remaining: 5, available_from: '2026-05-01T00:00:00.000Z' }),
    ];
    expect(expiriesOf(lots)).toEqual([
      { at: '2027-01-01T00:00:00.000Z', points: 3, pending: 5 },
      { at: '2028-01-01T00:00:00.000Z', points: 2, pending: 0 },
      { at: null, points: 5, pending: 0 },
    ]);
    expect(expiriesOf([...lots].reverse()).map(({ at }) => at)).toEqual([
      '2027-01-01T00:00:00.000Z',
      '2028-01-01T00:00:00.000Z',
      null,
    ]);
  });

  it('is nothing of lots that have expired or are used up', () => {
    expect(expiriesOf([lot({ expires_at: '2026-03-15T00:00:00.000Z' }), lot({ remaining: 0 })])).toEqual([]);
  });
});
