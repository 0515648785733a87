import { describe, expect, it } from '@jest/globals';
import { fold } from '../../../../test/support/fold.js';
import { recorded } from '../../../../test/support/recorded.js';
import type { RecordedEvent } from '#kernel';
import { PointsDebtIncurred, PointsEarned, PointsExpired, PointsRedeemed } from '../events/index.js';
import { type LoyaltyAccountRow, loyaltyAccountTable } from '../projections/loyalty-account.js';
import { type LoyaltyLotRow, loyaltyLotTable } from '../projections/loyalty-lot.js';
import { type LoyaltyMovementRow, loyaltyMovementTable } from '../projections/loyalty-movement.js';
import { accountAt } from './account-at.js';
import { expiriesOf } from './expiries.js';
import { statementOf } from './statement.js';

const PROGRAM = { program: 'points', programVersion: 1 };
const SOURCE = '22222222-2222-5222-8222-222222222222';
const day = (text: string) => `2026-${text}T00:00:00.000Z`;
const earned = (lotId: string, points: number, from: string, until: string | undefined, position: number) =>
  recorded(
    PointsEarned,
    {
      ...PROGRAM,
      lotId,
      points,
      earnedAt: day('01-01'),
      availableFrom: from,
      ...(until === undefined ? {} : { expiresAt: until }),
      sourceEventId: SOURCE,
      parts: [{ rule: 'spend', points }],
    },
    { position, occurredAt: day('01-01') },
  );
const redeemed = (lotId: string, points: number, occurredAt: string, position: number) =>
  recorded(
    PointsRedeemed,
    { ...PROGRAM, redemptionId: `R-${position}`, points, allocations: [{ lotId, points }] },
    { position, occurredAt },
  );

function rowsOf(events: readonly RecordedEvent[]) {
  return {
    lots: [...fold(loyaltyLotTable, events).values()] as unknown as LoyaltyLotRow[],
    movements: [...fold(loyaltyMovementTable, events).values()] as unknown as LoyaltyMovementRow[],
    accounts: [...fold(loyaltyAccountTable, events).values()] as unknown as LoyaltyAccountRow[],
  };
}

function told(events: readonly RecordedEvent[], until = '9999-01-01T00:00:00.000Z') {
  const { lots, movements } = rowsOf(events);
  return statementOf(lots, movements, until).map(({ at, kind, points, after: { balance, pending, debt } }) => [
    at.slice(5, 10),
    kind,
    points,
    { balance, pending, debt },
  ]);
}

describe('a statement', () => {
  it('stands in one order, however the rows came: a page begins where the one before it ended', () => {
    const { lots, movements } = rowsOf(
      ['a', 'b', 'c'].map((lot, at) => earned(lot, 100, day('01-15'), day('06-01'), at + 1)),
    );
    const end = '9999-01-01T00:00:00.000Z';
    expect(statementOf([...lots].reverse(), movements, end)).toEqual(statementOf(lots, movements, end));
  });

  it('tells the movements, and between them what the dates do', () => {
    const events = [earned('a', 100, day('01-15'), day('06-01'), 1), redeemed('a', 60, day('02-01'), 2)];
    expect(told(events)).toEqual([
      ['01-01', 'earned', 100, { balance: 0, pending: 100, debt: 0 }],
      ['01-15', 'available', 100, { balance: 100, pending: 0, debt: 0 }],
      ['02-01', 'redeemed', -60, { balance: 40, pending: 0, debt: 0 }],
      ['06-01', 'expired', -40, { balance: 0, pending: 0, debt: 0 }],
    ]);
    expect(told(events, day('01-20'))).toHaveLength(2);
  });

  it('is the same once the expiry is booked, but then names the event', () => {
    const events = [earned('a', 100, day('01-15'), day('06-01'), 1), redeemed('a', 60, day('02-01'), 2)];
    const booking = recorded(
      PointsExpired,
      { ...PROGRAM, lotId: 'a', points: 40, effectiveAt: day('06-01') },
      { position: 3, occurredAt: day('06-01') },
    );
    expect(told([...events, booking])).toEqual(told(events));
    const { lots, movements } = rowsOf([...events, booking]);
    expect(statementOf(lots, movements, day('12-31')).at(-1)).toMatchObject({ eventId: booking.id, position: '3' });
  });

  it('lets points end before anything else happens at that instant, and others begin', () => {
    const events = [
      earned('a', 10, day('01-01'), day('06-01'), 1),
      earned('b', 20, day('06-01'), undefined, 2),
      redeemed('b', 20, day('06-01'), 3),
    ];
    expect(told(events).slice(2)).toEqual([
      ['06-01', 'expired', -10, { balance: 0, pending: 20, debt: 0 }],
      ['06-01', 'available', 20, { balance: 20, pending: 0, debt: 0 }],
      ['06-01', 'redeemed', -20, { balance: 0, pending: 0, debt: 0 }],
    ]);
  });

  it('leaves out what the dates do to a lot that is used up, and shows debt below zero', () => {
    const owed = recorded(
      PointsDebtIncurred,
      { ...PROGRAM, points: 5, sourceEventId: SOURCE },
      { position: 3, occurredAt: day('03-01') },
    );
    const events = [earned('a', 10, day('01-01'), day('06-01'), 1), redeemed('a', 10, day('02-01'), 2), owed];
    expect(told(events).map(([, kind, , after]) => [kind, after])).toEqual([
      ['earned', { balance: 10, pending: 0, debt: 0 }],
      ['redeemed', { balance: 0, pending: 0, debt: 0 }],
      ['debt_incurred', { balance: -5, pending: 0, debt: 5 }],
    ]);
  });

  it('takes nothing from a lot before it was there', () => {
    const events = [earned('a', 10, day('01-01'), undefined, 1), redeemed('a', 4, '2025-12-01T00:00:00.000Z', 2)];
    expect(told(events)).toEqual([
      ['01-01', 'earned', 10, { balance: 10, pending: 0, debt: 0 }],
      ['01-01', 'redeemed', -4, { balance: 6, pending: 0, debt: 0 }],
    ]);
  });
});

describe('an account', () => {
  it('does not lose other points when what was partly used ends', () => {
    const { lots, accounts } = rowsOf([
      earned('a', 100, day('01-01'), day('06-01'), 1),
      earned('b', 50, day('01-01'), day('09-01'), 2),
      redeemed('a', 60, day('02-01'), 3),
    ]);
    expect(accountAt(lots, accounts, day('05-31'))).toMatchObject({
      balance: 90,
      nextExpiry: { at: day('06-01'), points: 40 },
      lots: [{ lotId: 'a' }, { lotId: 'b' }],
    });
    // The sum of credits that still last less all debits would be 50 - 60.
    expect(accountAt(lots, accounts, day('06-01'))).toMatchObject({ balance: 50, lots: [{ lotId: 'b' }] });
    expect(accountAt(lots, accounts, day('09-01'))).toMatchObject({ balance: 0, nextExpiry: null, lots: [] });
  });

  it('says what ends when: together what ends together, last what never does', () => {
    const { lots, accounts } = rowsOf([
      earned('a', 10, day('01-01'), undefined, 1),
      earned('b', 20, day('01-01'), day('09-01'), 2),
      earned('c', 30, day('08-01'), day('09-01'), 3),
      earned('d', 40, day('01-01'), day('02-01'), 4),
    ]);
    expect(expiriesOf(accountAt(lots, accounts, day('03-01')).lots)).toEqual([
      { at: day('09-01'), points: 20, pending: 30 },
      { at: null, points: 10, pending: 0 },
    ]);
  });
});
