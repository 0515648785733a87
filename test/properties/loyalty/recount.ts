import type { DatedFact } from '#kernel';
import { demand } from './demand.js';

/**
 * A second, simple way to count points, from the events alone: every movement of every lot with its date, nothing kept
 * in between. It shares no code with what decides.
 */
export interface Lot {
  lotId: string;
  program: string;
  points: number;
  earnedAt: string;
  from: string;
  until: string | null;
  /** When it came into the account. */
  since: string;
  /** Index of the event that brought it. */
  index: number;
  moves: Move[];
  /** Lot that it took over from. */
  heirOf: string | null;
  purchaseRef: string | null;
}

export interface Move {
  kind: 'redeemed' | 'refunded' | 'reversed' | 'debited' | 'given' | 'expired' | 'repaid';
  /** Into the lot; negative: out of it. */
  points: number;
  at: string;
  index: number;
}

export interface Debt {
  program: string;
  points: number;
  at: string;
  index: number;
}

export interface Books {
  lots: Map<string, Lot>;
  debts: Debt[];
}

interface Share {
  lotId: string;
  points: number;
}

interface MadeLot extends Share {
  earnedAt: string;
  availableFrom: string;
  expiresAt?: string;
  fromLotId?: string;
  purchaseRef?: string;
}

/** Reads the fields of any loyalty event. */
interface Body {
  program: string;
  points: number;
  lotId: string;
  direction: string;
  allocations?: Share[];
  lots?: MadeLot[];
  lot?: MadeLot;
  reinstated?: MadeLot[];
  effectiveAt: string;
}

export function recount(events: readonly DatedFact[]): Books {
  const books: Books = { lots: new Map(), debts: [] };
  events.forEach((event, index) => {
    const body = event.data as Body;
    const move = (kind: Move['kind'], shares: readonly Share[] = [], sign = -1, at = event.occurredAt): void => {
      for (const { lotId, points } of shares) {
        const lot = books.lots.get(lotId);
        demand(lot !== undefined, 'what is moved is known', { event, lotId });
        lot.moves.push({ kind, points: sign * points, at, index });
      }
    };
    const make = (made: readonly MadeLot[] = []): void => {
      for (const lot of made) {
        demand(!books.lots.has(lot.lotId), 'a lot is made once', { event, lot });
        books.lots.set(lot.lotId, madeLot(lot, body.program, event.occurredAt, index));
      }
    };
    const owe = (points: number): void => {
      books.debts.push({ program: body.program, points, at: event.occurredAt, index });
    };
    switch (event.type) {
      case 'PointsEarned':
        return make([event.data as MadeLot]);
      case 'PointsRedeemed':
        return move('redeemed', body.allocations);
      case 'RedemptionRefunded':
        move('refunded', body.allocations, 1);
        return make(body.reinstated);
      case 'PointsReversed':
        return move('reversed', body.allocations);
      case 'PointsAdjusted':
        make(body.lot ? [body.lot] : []);
        return move('debited', body.allocations);
      case 'PointsTransferred':
        return body.direction === 'in' ? make(body.lots) : move('given', body.allocations);
      case 'PointsExpired':
        return move('expired', [body], -1, body.effectiveAt);
      case 'PointsDebtIncurred':
        return owe(body.points);
      case 'PointsDebtRepaid':
        owe(-body.points);
        return move('repaid', body.allocations);
      default:
    }
  });
  return books;
}

function madeLot(lot: MadeLot, program: string, since: string, index: number): Lot {
  const { lotId, points, earnedAt, availableFrom: from, expiresAt: until = null } = lot;
  const { fromLotId: heirOf = null, purchaseRef = null } = lot;
  return { lotId, program, points, earnedAt, from, until, since, index, moves: [], heirOf, purchaseRef };
}

/** What is left of a lot, all that is recorded counted. */
export function leftOf({ points, moves }: Lot): number {
  return moves.reduce((sum, move) => sum + move.points, points);
}

/** What was left of a lot at an instant. */
export function leftAt({ points, moves, since }: Lot, at: string): number {
  return since > at ? 0 : moves.reduce((sum, move) => (move.at <= at ? sum + move.points : sum), points);
}

export function isUsable({ from, until, since }: Lot, at: string): boolean {
  return since <= at && from <= at && (until === null || at < until);
}

export function debtOf({ debts }: Books, program: string, at?: string): number {
  return debts.reduce((sum, debt) => {
    return debt.program === program && (at === undefined || debt.at <= at) ? sum + debt.points : sum;
  }, 0);
}

/** The points that could be used at an instant, by dates, less what was owed. */
export function balanceAt(books: Books, program: string, at: string): number {
  let sum = -debtOf(books, program, at);
  for (const lot of books.lots.values()) {
    if (lot.program === program && isUsable(lot, at)) sum += leftAt(lot, at);
  }
  return sum;
}

export function programsOf({ lots, debts }: Books): string[] {
  return [...new Set([...lots.values(), ...debts].map(({ program }) => program))];
}
