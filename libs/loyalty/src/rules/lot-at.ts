import type { EarnedPart } from '../events/points-earned.js';
import type { LotOrigin } from '../projections/lots-made.js';
import type { LoyaltyLotRow } from '../projections/loyalty-lot.js';
import { type LotStatus, type LotTimes, lotStatusAt } from './lots.js';

/** A lot as it stands at an instant. */
export interface LotAt extends LotTimes {
  program: string;
  programVersion: number;
  origin: LotOrigin;
  points: number;
  redeemed: number;
  refunded: number;
  reversed: number;
  adjusted: number;
  transferredOut: number;
  debtRepaid: number;
  /** What is left, used or not; of an expired lot, what expired with it. */
  remaining: number;
  status: LotStatus;
  /** The event that made it. */
  eventId: string;
  /** earned: the fact that earned it, and its purchase. */
  sourceEventId: string | null;
  purchaseRef: string | null;
  /** earned: the money that counted, in minor units. */
  base: { amount: number; currency: string } | null;
  /** earned: what each rule gave. */
  parts: EarnedPart[] | null;
  /** The lot that it took over from, and whose that is. */
  fromLotId: string | null;
  fromCustomer: string | null;
}

/** The lot at an instant (RFC 3339 in UTC); undefined when it had not been made yet. */
export function lotAt(row: LoyaltyLotRow, instant: string): LotAt | undefined {
  const { origin, event_id: eventId, earned_at: earnedAt, available_from: availableFrom } = row;
  if (origin === null || eventId === null || earnedAt === null || availableFrom === null) return undefined;
  if (row.created_at! > instant) return undefined;
  const times = { lotId: row.lot_id, earnedAt, availableFrom, expiresAt: row.expires_at };
  return {
    ...times,
    program: row.program,
    programVersion: row.program_version,
    origin,
    points: row.points,
    redeemed: row.redeemed,
    refunded: row.refunded,
    reversed: row.reversed,
    adjusted: row.adjusted,
    transferredOut: row.transferred_out,
    debtRepaid: row.debt_repaid,
    // Whether its expiry is booked yet is the job's affair: the dates have said it.
    remaining: row.remaining + row.expired,
    status: lotStatusAt(times, instant),
    eventId,
    sourceEventId: row.source_event_id,
    purchaseRef: row.purchase_ref,
    base: row.base_amount === null ? null : { amount: row.base_amount, currency: row.base_currency! },
    parts: row.parts,
    fromLotId: row.from_lot_id,
    fromCustomer: row.from_customer_id,
  };
}
