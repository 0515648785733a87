import { customerOfStream, projectedTable, type RecordedEvent } from '#kernel';
import type { InheritedLot } from '../events/lot.js';
import type { PointsTransferred } from '../events/points-transferred.js';

/** A transfer of points between two customers: it is complete when both of its events are there. */
export interface LoyaltyTransferRow {
  transfer_id: string;
  from_customer_id: string;
  to_customer_id: string;
  program: string;
  program_version: number;
  points: number;
  reason: string | null;
  out_event_id: string | null;
  out_at: string | null;
  in_event_id: string | null;
  in_at: string | null;
  /** The lots that the receiver is still to get; null once he has them. */
  lots: InheritedLot[] | null;
}

export const loyaltyTransferTable = projectedTable<LoyaltyTransferRow>({
  name: 'loyalty_transfer',
  columns: {
    transfer_id: 'text',
    from_customer_id: 'uuid',
    to_customer_id: 'uuid',
    program: 'text',
    program_version: 'integer',
    points: 'bigint',
    reason: 'text',
    out_event_id: 'uuid',
    out_at: 'timestamptz',
    in_event_id: 'uuid',
    in_at: 'timestamptz',
    lots: 'jsonb',
  },
  key: 'transfer_id',
  indexes: ['(from_customer_id)', '(to_customer_id)', '(out_at) where in_event_id is null'],

  keysOf: ({ type, data }) => (type === 'PointsTransferred' ? [(data as PointsTransferred).transferId] : []),

  evolve(before, event) {
    const { id, metadata } = event;
    const { direction, lots } = event.data as PointsTransferred;
    const after = newTransfer(event);
    if (direction === 'in') Object.assign(after, { in_event_id: id, in_at: metadata.occurredAt });
    else Object.assign(after, { out_event_id: id, out_at: metadata.occurredAt, lots: lots.map((lot) => ({ ...lot })) });
    return before ? combine(before, after) : after;
  },

  combine,
});

/** Where both halves say it, the giver's holds; whichever was recorded later. */
function combine(one: LoyaltyTransferRow, other: LoyaltyTransferRow): LoyaltyTransferRow {
  const [given, received] = one.out_event_id === null ? [other, one] : [one, other];
  const { in_event_id, in_at } = received.in_event_id === null ? given : received;
  return { ...given, in_event_id, in_at, lots: in_event_id === null ? given.lots : null };
}

function newTransfer({ stream, data }: RecordedEvent): LoyaltyTransferRow {
  const { transferId, direction, otherCustomer, program, programVersion, points, reason } = data as PointsTransferred;
  const own = customerOfStream(stream)!;
  return {
    transfer_id: transferId,
    from_customer_id: direction === 'out' ? own : otherCustomer,
    to_customer_id: direction === 'out' ? otherCustomer : own,
    program,
    program_version: programVersion,
    points,
    reason: reason ?? null,
    out_event_id: null,
    out_at: null,
    in_event_id: null,
    in_at: null,
    lots: null,
  };
}
