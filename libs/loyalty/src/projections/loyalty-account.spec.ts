import { describe, expect, it } from '@jest/globals';
import { fold } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded } from '../../../../test/support/recorded.js';
import { PointsDebtIncurred, PointsDebtRepaid, PointsRedeemed, TierLost, TierReached } from '../events/index.js';
import { loyaltyAccountTable } from './loyalty-account.js';

const SOURCE = '22222222-2222-5222-8222-222222222222';
const points = { program: 'points', programVersion: 1 };
const evidence = (value: number) => ({
  metric: 'points' as const,
  value,
  threshold: 500,
  from: '2026-01-01T00:00:00.000Z',
  until: '2027-01-01T00:00:00.000Z',
});

describe('the accounts', () => {
  it('add up every programme for itself, and what is owed in it', () => {
    const rows = fold(loyaltyAccountTable, [
      recorded(
        PointsRedeemed,
        {
          ...points,
          redemptionId: 'R-1',
          points: 60,
          allocations: [
            { lotId: 'a', points: 40 },
            { lotId: 'b', points: 20 },
          ],
        },
        { position: 1 },
      ),
      recorded(
        PointsDebtIncurred,
        { program: 'miles', programVersion: 3, points: 30, sourceEventId: SOURCE },
        { position: 2 },
      ),
      recorded(
        PointsDebtRepaid,
        {
          program: 'miles',
          programVersion: 3,
          points: 10,
          allocations: [{ lotId: 'm', points: 10 }],
          sourceEventId: SOURCE,
        },
        { position: 3 },
      ),
    ]);
    expect(rows.get(`${CUSTOMER}:points`)).toMatchObject({ redeemed: -60, remaining: -60, debt: 0, tier: null });
    expect(rows.get(`${CUSTOMER}:miles`)).toMatchObject({ debt_repaid: -10, remaining: -10, debt: 20 });
  });

  it('are in the tier that was decided last', () => {
    const reached = recorded(
      TierReached,
      {
        ...points,
        tier: 'silver',
        effectiveAt: '2026-05-01T00:00:00.000Z',
        validUntil: '2027-01-01T00:00:00.000Z',
        evidence: evidence(510),
      },
      { position: 1 },
    );
    const lost = recorded(
      TierLost,
      { ...points, lostTier: 'silver', effectiveAt: '2027-01-01T00:00:00.000Z', evidence: evidence(20) },
      { position: 2 },
    );
    expect(fold(loyaltyAccountTable, [reached]).get(`${CUSTOMER}:points`)).toMatchObject({
      tier: 'silver',
      tier_since: '2026-05-01T00:00:00.000Z',
      tier_valid_until: '2027-01-01T00:00:00.000Z',
      tier_event_id: reached.id,
      tier_evidence: { value: 510 },
    });
    expect(fold(loyaltyAccountTable, [reached, lost]).get(`${CUSTOMER}:points`)).toMatchObject({
      tier: null,
      tier_since: '2027-01-01T00:00:00.000Z',
      tier_valid_until: null,
    });
  });
});
