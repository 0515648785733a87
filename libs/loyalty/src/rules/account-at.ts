import type { LoyaltyAccountRow } from '../projections/loyalty-account.js';
import type { LoyaltyLotRow } from '../projections/loyalty-lot.js';
import { type LotAt, lotAt } from './lot-at.js';
import { inOrderOfUse } from './lots.js';

/** Points that end together. */
export interface Expiry {
  at: string;
  points: number;
}

/** Points at an instant: of one programme, or of all together. */
export interface Points {
  /** spendable - debt: negative while more is owed than there is. */
  balance: number;
  /** Points that can be used. */
  spendable: number;
  /** Points that can be used later. */
  pending: number;
  /** Points owed, to be repaid by the next ones. */
  debt: number;
  /** Usable points that end next, and when; null when none ends. */
  nextExpiry: Expiry | null;
}

/** A customer's points at an instant. */
export interface AccountAt extends Points {
  /** What is left to be used, now or later, in the order of use. */
  lots: LotAt[];
  /** The same by programme. */
  programs: (Points & { program: string })[];
}

/** The account at an instant (RFC 3339, UTC), from the lots' own dates: right even if no job books what has expired. */
export function accountAt(
  lotRows: readonly LoyaltyLotRow[],
  accounts: readonly Pick<LoyaltyAccountRow, 'program' | 'debt'>[],
  instant: string,
): AccountAt {
  const lots = lotRows
    .flatMap((row) => lotAt(row, instant) ?? [])
    .filter(({ remaining, status }) => remaining !== 0 && status !== 'expired')
    .sort(inOrderOfUse);
  const programs = [...new Set([...accounts, ...lots].map(({ program }) => program))].sort();
  return {
    ...pointsOf(lots, accounts),
    lots,
    programs: programs.map((program) => ({
      program,
      ...pointsOf(
        lots.filter((lot) => lot.program === program),
        accounts.filter((account) => account.program === program),
      ),
    })),
  };
}

function pointsOf(lots: readonly LotAt[], accounts: readonly { debt: number }[]): Points {
  const active = lots.filter(({ status }) => status === 'active');
  const next = active.find(({ expiresAt }) => expiresAt !== null)?.expiresAt;
  const spendable = sumOf(active);
  const debt = accounts.reduce((sum, account) => sum + account.debt, 0);
  return {
    balance: spendable - debt,
    spendable,
    pending: sumOf(lots.filter(({ status }) => status === 'pending')),
    debt,
    nextExpiry: next ? { at: next, points: sumOf(active.filter(({ expiresAt }) => expiresAt === next)) } : null,
  };
}

function sumOf(lots: readonly LotAt[]): number {
  return lots.reduce((sum, { remaining }) => sum + remaining, 0);
}
