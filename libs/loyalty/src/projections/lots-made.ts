import type { RecordedEvent } from '#kernel';
import type { InheritedLot, Lot } from '../events/lot.js';
import type { PointsAdjusted } from '../events/points-adjusted.js';
import type { EarnedPart, PointsEarned } from '../events/points-earned.js';
import type { PointsTransferred } from '../events/points-transferred.js';
import type { RedemptionRefunded } from '../events/redemption-refunded.js';
import { oncePerEvent } from './once-per-event.js';

export const LOT_ORIGINS = ['earned', 'adjusted', 'transferred', 'reinstated'] as const;
export type LotOrigin = (typeof LOT_ORIGINS)[number];

/** Where a lot comes from, as the fact that made it says. */
export interface LotMade {
  lot: Lot;
  origin: LotOrigin;
  /** Place among the lots that the fact made, from 0. */
  place: number;
  /** earned: the fact that earned it. */
  sourceEventId?: string;
  purchaseRef?: string | undefined;
  base?: { amount: number; currency: string } | undefined;
  /** What each rule gave. */
  parts?: readonly EarnedPart[];
  /** transferred, reinstated: the lot that it takes over from. */
  fromLotId?: string;
  /** transferred: whose that lot is. */
  fromCustomer?: string;
}

const madeById = oncePerEvent((event) => new Map(lotsMade(event).map((made) => [made.lot.lotId, made])));

/** How the event made this lot; undefined when it did not. */
export function lotMade(lotId: string, event: RecordedEvent): LotMade | undefined {
  return madeById(event).get(lotId);
}

/** The lots that the event made, in the order in which it names them. */
function lotsMade({ type, data }: RecordedEvent): LotMade[] {
  switch (type) {
    case 'PointsEarned':
      return [earned(data as PointsEarned)];
    case 'PointsAdjusted': {
      const { lot } = data as PointsAdjusted;
      return lot ? [{ lot, origin: 'adjusted', place: 0 }] : [];
    }
    case 'PointsTransferred': {
      const { direction, lots, otherCustomer } = data as PointsTransferred;
      return direction === 'in'
        ? lots.map((lot, place) => ({ ...inherited(lot, 'transferred', place), fromCustomer: otherCustomer }))
        : [];
    }
    case 'RedemptionRefunded':
      return (data as RedemptionRefunded).reinstated.map((lot, place) => inherited(lot, 'reinstated', place));
    default:
      return [];
  }
}

function earned(fact: PointsEarned): LotMade {
  const { sourceEventId, purchaseRef, base, parts } = fact;
  return { lot: fact, origin: 'earned', place: 0, sourceEventId, purchaseRef, base, parts };
}

function inherited(lot: InheritedLot, origin: LotOrigin, place: number): LotMade {
  return { lot, origin, place, fromLotId: lot.fromLotId };
}
