import { describe, expect, it } from '@jest/globals';
import { combinedByStream } from '../../../../test/support/combined-by-stream.js';
import { fold } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded } from '../../../../test/support/recorded.js';
import { PointsTransferred } from '../events/index.js';
import { loyaltyTransferTable } from './loyalty-transfer.js';

const RECEIVER = '33333333-3333-5333-8333-333333333333';
const lot = {
  lotId: 'T-1:0',
  fromLotId: 'a',
  points: 5,
  earnedAt: '2026-03-01T12:00:00.000Z',
  availableFrom: '2026-03-01T12:00:00.000Z',
};
const transfer = { program: 'points', programVersion: 1, transferId: 'T-1', points: 5, lots: [lot], reason: 'Gift' };
const out = recorded(
  PointsTransferred,
  { ...transfer, direction: 'out', otherCustomer: RECEIVER, allocations: [{ lotId: 'a', points: 5 }] },
  { position: 1 },
);
const received = recorded(
  PointsTransferred,
  { ...transfer, direction: 'in', otherCustomer: CUSTOMER },
  { position: 2, customerId: RECEIVER },
);

describe('the transfers', () => {
  it('keep what is still to come in, until it has', () => {
    const sides = { from_customer_id: CUSTOMER, to_customer_id: RECEIVER, points: 5, reason: 'Gift' };
    expect(fold(loyaltyTransferTable, [out]).get('T-1')).toMatchObject({
      ...sides,
      out_event_id: out.id,
      in_event_id: null,
      lots: [lot],
    });
    expect(fold(loyaltyTransferTable, [out, received]).get('T-1')).toMatchObject({
      ...sides,
      out_event_id: out.id,
      in_event_id: received.id,
      lots: null,
    });
    expect(fold(loyaltyTransferTable, [received, out])).toEqual(fold(loyaltyTransferTable, [out, received]));
  });

  it('are the same, folded in order or stream by stream', () => {
    for (const events of [[out], [received], [out, received], [received, out]]) {
      expect(combinedByStream(loyaltyTransferTable, events)).toEqual(fold(loyaltyTransferTable, events));
    }
  });
});
