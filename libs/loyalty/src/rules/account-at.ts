import type { LoyaltyLotRow } from '../projections/loyalty-lots.js';

export type LotStatus = 'pending' | 'active' | 'expired';

/** A lot as it stands at an instant. */
export interface LotAt {
  lot: string;
  points: number;
  reversed: number;
  remaining: number;
  status: LotStatus;
  earnedAt: string;
  availableFrom: string;
  expiresAt: string | null;
  program: string;
  programVersion: number;
  /** What it was earned with, in minor units. */
  base: { amount: number; currency: string };
}

/** A customer's points at an instant. */
export interface Account {
  /** Points that can be used. */
  balance: number;
  /** Points that can be used later. */
  pending: number;
  /** Points owed, to be repaid by the next earnings. Nothing can be spent yet, so nothing is ever owed. */
  debt: number;
  /** Usable points that end next, and when; null when none ends. */
  nextExpiry: { at: string; points: number } | null;
  /** In the order in which they are used: what ends first, then what was earned first. Lots without points are left out. */
  lots: LotAt[];
}

/** The account at an instant (RFC 3339, UTC), from the lots' own dates: right even if no job books what has expired. */
export function accountAt(rows: readonly LoyaltyLotRow[], instant: string): Account {
  const lots = rows.flatMap((row) => lotAt(row, instant)).sort(inOrderOfUse);
  const active = lots.filter(({ status }) => status === 'active');
  const next = active.find(({ remaining, expiresAt }) => remaining > 0 && expiresAt !== null)?.expiresAt;
  return {
    balance: pointsOf(active),
    pending: pointsOf(lots.filter(({ status }) => status === 'pending')),
    debt: 0,
    nextExpiry: next ? { at: next, points: pointsOf(active.filter(({ expiresAt }) => expiresAt === next)) } : null,
    lots,
  };
}

function lotAt(row: LoyaltyLotRow, instant: string): LotAt[] {
  const { lot, earned_at: earnedAt, available_from: availableFrom, base_currency: currency } = row;
  if (lot === null || earnedAt === null || availableFrom === null || currency === null) return [];
  if (row.points === 0 || earnedAt > instant) return [];
  return [
    {
      lot,
      points: row.points,
      reversed: row.reversed,
      remaining: row.remaining,
      status: statusAt(availableFrom, row.expires_at, instant),
      earnedAt,
      availableFrom,
      expiresAt: row.expires_at,
      program: row.program,
      programVersion: row.program_version,
      base: { amount: row.base_amount, currency },
    },
  ];
}

/** Usable from `availableFrom` on and until just before `expiresAt`. */
function statusAt(availableFrom: string, expiresAt: string | null, instant: string): LotStatus {
  if (expiresAt !== null && instant >= expiresAt) return 'expired';
  return instant < availableFrom ? 'pending' : 'active';
}

function inOrderOfUse(a: LotAt, b: LotAt): number {
  return compare(a.expiresAt ?? '~', b.expiresAt ?? '~') || compare(a.earnedAt, b.earnedAt) || compare(a.lot, b.lot);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function pointsOf(lots: readonly LotAt[]): number {
  return lots.reduce((sum, { remaining }) => sum + remaining, 0);
}
