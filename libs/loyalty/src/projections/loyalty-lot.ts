import { customerOfStream, projectedTable, type RecordedEvent } from '#kernel';
import type { EarnedPart } from '../events/points-earned.js';
import type { Programmed } from '../events/programmed.js';
import { type LotMade, type LotOrigin, lotMade } from './lots-made.js';
import { type MovementKind, type PointsMoved, pointsMoved, pointsMovedIn } from './points-moved.js';

/** Points of one earning, with their own start and expiry, and what became of them. */
export interface LoyaltyLotRow {
  lot_id: string;
  customer_id: string;
  program: string;
  /** Version of the programme by which it was made. */
  program_version: number;
  origin: LotOrigin | null;
  /** The event that made it; null as long as only movements out of it are known. */
  event_id: string | null;
  /** When that event happened. */
  created_at: string | null;
  /** Position of that event, and the place among the lots that it made. */
  position: number | null;
  place: number | null;
  points: number;
  /** What of the points is left; the dates say whether it can be used. Always points and movements added up. */
  remaining: number;
  redeemed: number;
  /** Came back of what had been redeemed. */
  refunded: number;
  reversed: number;
  /** Taken by hand. */
  adjusted: number;
  transferred_out: number;
  debt_repaid: number;
  /** Booked as expired. */
  expired: number;
  earned_at: string | null;
  available_from: string | null;
  /** Null: never. */
  expires_at: string | null;
  source_event_id: string | null;
  purchase_ref: string | null;
  /** Money that counted, in minor units. */
  base_amount: number | null;
  base_currency: string | null;
  /** What each rule gave. */
  parts: EarnedPart[] | null;
  /** The lot that it takes over from, and whose that is. */
  from_lot_id: string | null;
  from_customer_id: string | null;
}

type Amounts = 'redeemed' | 'refunded' | 'reversed' | 'adjusted' | 'transferred_out' | 'debt_repaid' | 'expired';

/** Where a movement is counted; what comes in by making the lot are its points. */
const COUNTED_AS: Readonly<Partial<Record<MovementKind, Amounts>>> = {
  redeemed: 'redeemed',
  refunded: 'refunded',
  reversed: 'reversed',
  adjusted: 'adjusted',
  transferred_out: 'transferred_out',
  debt_repaid: 'debt_repaid',
  expired: 'expired',
};

/** A lot of 0 points is kept too: that is the answer to "why nothing?". */
export const loyaltyLotTable = projectedTable<LoyaltyLotRow>({
  name: 'loyalty_lot',
  columns: {
    lot_id: 'text',
    customer_id: 'uuid',
    program: 'text',
    program_version: 'integer',
    origin: 'text',
    event_id: 'uuid',
    created_at: 'timestamptz',
    position: 'bigint',
    place: 'integer',
    points: 'bigint',
    remaining: 'bigint',
    redeemed: 'bigint',
    refunded: 'bigint',
    reversed: 'bigint',
    adjusted: 'bigint',
    transferred_out: 'bigint',
    debt_repaid: 'bigint',
    expired: 'bigint',
    earned_at: 'timestamptz',
    available_from: 'timestamptz',
    expires_at: 'timestamptz',
    source_event_id: 'uuid',
    purchase_ref: 'text',
    base_amount: 'bigint',
    base_currency: 'text',
    parts: 'jsonb',
    from_lot_id: 'text',
    from_customer_id: 'uuid',
  },
  key: 'lot_id',
  // The second is what the booking of expired points goes by.
  indexes: ['(customer_id)', '(expires_at) where remaining > 0'],

  keysOf: (event) => pointsMoved(event).flatMap(({ lotId }) => lotId ?? []),

  evolve(before, event, lotId) {
    const made = lotMade(lotId, event);
    const row = made ? withMaking(before, made, event) : (before ?? unknownLot(lotId, event));
    return pointsMovedIn(lotId, event).reduce(withMovement, row);
  },
});

function withMaking(before: LoyaltyLotRow | undefined, made: LotMade, event: RecordedEvent): LoyaltyLotRow {
  const { lot, origin, place, base } = made;
  return {
    ...(before ?? unknownLot(lot.lotId, event)),
    origin,
    event_id: event.id,
    created_at: event.metadata.occurredAt,
    position: Number(event.position),
    place,
    earned_at: lot.earnedAt,
    available_from: lot.availableFrom,
    expires_at: lot.expiresAt ?? null,
    source_event_id: made.sourceEventId ?? null,
    purchase_ref: made.purchaseRef ?? null,
    base_amount: base?.amount ?? null,
    base_currency: base?.currency ?? null,
    parts: made.parts ? [...made.parts] : null,
    from_lot_id: made.fromLotId ?? null,
    from_customer_id: made.fromCustomer ?? null,
  };
}

function withMovement(row: LoyaltyLotRow, { kind, points }: PointsMoved): LoyaltyLotRow {
  const remaining = row.remaining + points;
  const name = COUNTED_AS[kind];
  // Points added by hand make a lot; those taken by hand leave one.
  if (name === undefined || (kind === 'adjusted' && points > 0)) {
    return { ...row, points: row.points + points, remaining };
  }
  return { ...row, [name]: row[name] + Math.abs(points), remaining };
}

/** Of a lot whose making does not count at the moment that is asked for, movements may be known. */
function unknownLot(lotId: string, { stream, data }: RecordedEvent): LoyaltyLotRow {
  const { program, programVersion } = data as Programmed;
  return {
    lot_id: lotId,
    customer_id: customerOfStream(stream)!,
    program,
    program_version: programVersion,
    origin: null,
    event_id: null,
    created_at: null,
    position: null,
    place: null,
    points: 0,
    remaining: 0,
    redeemed: 0,
    refunded: 0,
    reversed: 0,
    adjusted: 0,
    transferred_out: 0,
    debt_repaid: 0,
    expired: 0,
    earned_at: null,
    available_from: null,
    expires_at: null,
    source_event_id: null,
    purchase_ref: null,
    base_amount: null,
    base_currency: null,
    parts: null,
    from_lot_id: null,
    from_customer_id: null,
  };
}
