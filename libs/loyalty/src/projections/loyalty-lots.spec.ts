import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '#kernel';
import { PurchaseRecorded, PurchaseReturned } from '#sales';
import { fold, storedAndLoaded } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded } from '../../../../test/support/recorded.js';
import { accountAt } from '../rules/account-at.js';
import { type LoyaltyLotRow, loyaltyLotTable } from './loyalty-lots.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const at = (day: string) => `${day}T12:00:00.000Z`;
const lotsAfter = (events: RecordedEvent[]) =>
  [...fold(loyaltyLotTable, events).values()] as unknown as LoyaltyLotRow[];

const first = recorded(
  PurchaseRecorded,
  { total: usd(10_050), purchaseId: 'R-1' },
  { position: 1, occurredAt: at('2024-03-01') },
);
const second = recorded(PurchaseRecorded, { total: usd(2_000) }, { position: 2, occurredAt: at('2025-03-01') });

describe('loyalty lots', () => {
  it('are one for each purchase, named after the event that earned it', () => {
    expect(lotsAfter([first, second])[0]).toEqual({
      lot_key: `${CUSTOMER}:R-1`,
      customer_id: CUSTOMER,
      lot: first.id,
      purchase_ref: 'R-1',
      points: 100,
      reversed: 0,
      remaining: 100,
      earned_at: at('2024-03-01'),
      available_from: at('2024-03-01'),
      expires_at: at('2026-03-01'),
      program: 'default',
      program_version: 1,
      base_amount: 10_050,
      base_currency: 'USD',
      returned_amount: 0,
    });
    expect(lotsAfter([first, second])[1]).toMatchObject({ lot_key: `${CUSTOMER}:${second.id}`, points: 20 });
  });

  it('give back their share when the purchase is returned in parts', () => {
    const part = (amount: number, position: number) =>
      recorded(PurchaseReturned, { purchaseId: 'R-1', total: usd(amount) }, { position });
    expect(lotsAfter([first, part(5_025, 3)])[0]).toMatchObject({ reversed: 50, remaining: 50 });
    expect(lotsAfter([first, part(5_025, 3), part(5_025, 4)])[0]).toMatchObject({ reversed: 100, remaining: 0 });
  });

  it('of a purchase without a number are found by the event that the return names', () => {
    const returned = recorded(PurchaseReturned, { purchaseId: second.id, total: usd(2_000) }, { position: 3 });
    expect(lotsAfter([second, returned])).toHaveLength(1);
    expect(lotsAfter([second, returned])[0]).toMatchObject({ remaining: 0, reversed: 20 });
  });

  it('earn once for a purchase that is reported twice', () => {
    const again = recorded(PurchaseRecorded, { total: usd(10_050), purchaseId: 'R-1' }, { position: 9 });
    expect(lotsAfter([first, again])).toEqual(lotsAfter([first]));
  });

  it('say that a small purchase earned nothing', () => {
    const small = recorded(PurchaseRecorded, { total: usd(99) }, { position: 1 });
    expect(lotsAfter([small])[0]).toMatchObject({ lot: small.id, points: 0, remaining: 0, base_amount: 99 });
  });
});

describe('account', () => {
  const lots = lotsAfter([second, first]);

  it('counts what can be used at the instant, and says what ends next', () => {
    expect(accountAt(lots, at('2025-06-01'))).toMatchObject({
      balance: 120,
      pending: 0,
      debt: 0,
      nextExpiry: { at: at('2026-03-01'), points: 100 },
      lots: [
        { lot: first.id, status: 'active' },
        { lot: second.id, status: 'active' },
      ],
    });
  });

  it('lets points end at their time, to the millisecond, though nothing is booked', () => {
    expect(accountAt(lots, '2026-03-01T11:59:59.999Z').balance).toBe(120);
    expect(accountAt(lots, at('2026-03-01'))).toMatchObject({
      balance: 20,
      nextExpiry: { at: at('2027-03-01'), points: 20 },
      lots: [{ status: 'expired' }, { status: 'active' }],
    });
    expect(accountAt(lots, at('2027-03-01'))).toMatchObject({ balance: 0, nextExpiry: null });
  });

  it('does not know yet what is earned later', () => {
    expect(accountAt(lots, at('2024-06-01'))).toMatchObject({ balance: 100, lots: [{ lot: first.id }] });
    expect(accountAt(lots, at('2020-01-01'))).toEqual({ balance: 0, pending: 0, debt: 0, nextExpiry: null, lots: [] });
  });

  it('keeps points apart that cannot be used yet', () => {
    const waiting = lots.map((lot) => ({ ...lot, available_from: at('2025-07-01') }));
    expect(accountAt(waiting, at('2025-06-01'))).toMatchObject({ balance: 0, pending: 120, nextExpiry: null });
  });

  it('is never below zero, never above what was earned, and adds up, over any history', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 2019, max: 2030 }), fc.nat(20), (events, year, cut) => {
        const rows = lotsAfter(events);
        const pieces = fold(
          loyaltyLotTable,
          events.slice(cut),
          storedAndLoaded(fold(loyaltyLotTable, events.slice(0, cut))),
        );
        expect([...pieces.values()]).toEqual(rows);
        const account = accountAt(rows, at(`${year}-01-01`));
        const expired = account.lots.filter(({ status }) => status === 'expired');
        const sum = (of: (lot: (typeof account.lots)[number]) => number) =>
          account.lots.reduce((all, lot) => all + of(lot), 0);
        for (const { points, remaining, reversed } of rows) {
          expect(remaining).toBeGreaterThanOrEqual(0);
          expect(remaining + reversed).toBe(points);
        }
        expect(account.balance).toBeGreaterThanOrEqual(0);
        expect(account.balance + account.pending + expired.reduce((all, { remaining }) => all + remaining, 0)).toBe(
          sum(({ points }) => points) - sum(({ reversed }) => reversed),
        );
      }),
    );
  });
});

const history = fc
  .array(
    fc.record({
      year: fc.integer({ min: 2019, max: 2026 }),
      month: fc.integer({ min: 1, max: 12 }),
      amount: fc.nat(100_000),
      purchaseId: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
      returned: fc.boolean(),
    }),
    { maxLength: 20 },
  )
  .map((steps) =>
    steps.map(({ year, month, amount, purchaseId, returned }, index) =>
      recorded<PurchaseRecorded | PurchaseReturned>(
        returned ? PurchaseReturned : PurchaseRecorded,
        { purchaseId, total: usd(amount) },
        { position: index + 1, occurredAt: at(`${year}-${String(month).padStart(2, '0')}-15`) },
      ),
    ),
  );
