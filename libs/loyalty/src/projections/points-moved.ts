import type { RecordedEvent } from '#kernel';
import type { PointsAdjusted } from '../events/points-adjusted.js';
import type { PointsDebtIncurred, PointsDebtRepaid } from '../events/points-debt.js';
import type { PointsEarned } from '../events/points-earned.js';
import type { PointsExpired } from '../events/points-expired.js';
import type { PointsRedeemed } from '../events/points-redeemed.js';
import type { PointsReversed } from '../events/points-reversed.js';
import type { PointsTransferred } from '../events/points-transferred.js';
import type { RedemptionRefunded } from '../events/redemption-refunded.js';
import { oncePerEvent } from './once-per-event.js';

export const MOVEMENT_KINDS = [
  'earned',
  'redeemed',
  'refunded',
  'reinstated',
  'reversed',
  'adjusted',
  'transferred_in',
  'transferred_out',
  'expired',
  'debt_incurred',
  'debt_repaid',
] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

/** What an event moved in one lot, or in the debt. */
export interface PointsMoved {
  kind: MovementKind;
  /** Null where only the debt changes. */
  lotId: string | null;
  /** Points that came into the lot; negative: that left it. */
  points: number;
  /** Points that are owed more; negative: fewer. */
  debt: number;
  /** When it counts, RFC 3339 in UTC. */
  at: string;
}

type Moved = Omit<PointsMoved, 'at'>;
type MovesOf = (data: object) => Moved[];

interface Share {
  lotId: string;
  points: number;
}

/**
 * What each fact moves, as the fact itself says: nothing is decided or computed here, so every read model and every
 * question about the past adds up the same figures.
 */
const MOVES: Readonly<Record<string, MovesOf>> = {
  PointsEarned: (data) => into('earned', [data as PointsEarned]),
  PointsRedeemed: (data) => outOf('redeemed', (data as PointsRedeemed).allocations),
  RedemptionRefunded(data) {
    const { allocations, reinstated } = data as RedemptionRefunded;
    return [...into('refunded', allocations), ...into('reinstated', reinstated)];
  },
  PointsReversed: (data) => outOf('reversed', (data as PointsReversed).allocations),
  PointsAdjusted(data) {
    const { lot, allocations } = data as PointsAdjusted;
    return [...into('adjusted', lot ? [lot] : []), ...outOf('adjusted', allocations ?? [])];
  },
  PointsTransferred(data) {
    const { direction, lots, allocations } = data as PointsTransferred;
    return direction === 'in' ? into('transferred_in', lots) : outOf('transferred_out', allocations ?? []);
  },
  PointsExpired: (data) => outOf('expired', [data as PointsExpired]),
  PointsDebtIncurred: (data) => [
    { kind: 'debt_incurred', lotId: null, points: 0, debt: (data as PointsDebtIncurred).points },
  ],
  PointsDebtRepaid: (data) =>
    outOf('debt_repaid', (data as PointsDebtRepaid).allocations).map((moved) => ({ ...moved, debt: moved.points })),
};

const NOTHING: readonly PointsMoved[] = [];

const movedBy = oncePerEvent((event): readonly PointsMoved[] => {
  const at = countsFrom(event);
  return MOVES[event.type]!(event.data).map((moved) => ({ ...moved, at }));
});

const movedByLot = oncePerEvent((event) => {
  const byLot = new Map<string | null, PointsMoved[]>();
  for (const moved of pointsMoved(event)) {
    const own = byLot.get(moved.lotId);
    if (own) own.push(moved);
    else byLot.set(moved.lotId, [moved]);
  }
  return byLot;
});

/** What the event moved, in the order in which it names it; nothing for an event that moves no points. */
export function pointsMoved(event: RecordedEvent): readonly PointsMoved[] {
  return Object.hasOwn(MOVES, event.type) ? movedBy(event) : NOTHING;
}

/** What of it was in this lot. */
export function pointsMovedIn(lotId: string, event: RecordedEvent): readonly PointsMoved[] {
  return movedByLot(event).get(lotId) ?? NOTHING;
}

/** Booking what has expired changes nothing at the time of booking: the points ended when their lot did. */
export function countsFrom({ type, data, metadata }: RecordedEvent): string {
  return type === 'PointsExpired' ? (data as PointsExpired).effectiveAt : metadata.occurredAt;
}

function into(kind: MovementKind, shares: readonly Share[]): Moved[] {
  return shares.map(({ lotId, points }) => ({ kind, lotId, points, debt: 0 }));
}

function outOf(kind: MovementKind, shares: readonly Share[]): Moved[] {
  return shares.map(({ lotId, points }) => ({ kind, lotId, points: -points, debt: 0 }));
}
