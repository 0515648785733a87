import { List, Map, Set } from 'immutable';
import type { Money } from '#kernel';
import type { EarnedPart } from '../events/points-earned.js';
import type { LotTimes } from '../rules/lots.js';
import type { TierDecision } from '../rules/tiers.js';

/** A lot as decisions need it. */
export interface AccountLot extends LotTimes {
  program: string;
  /** When it came into this account, RFC 3339 in UTC: an inherited lot is older than that. */
  since: string;
  points: number;
  /** What is left of it; the dates say whether it can be used. */
  remaining: number;
  /** What came back of redemptions, and when. */
  refunds: readonly { at: string; points: number }[];
  /** Whether its expiry was booked. */
  isBooked: boolean;
  /** Points that ended unused: booked as expired, or forfeited when their redemption was refunded. */
  lapsed: number;
  /** Lots that took over from it here when a redemption was refunded after its end. */
  heirs: readonly string[];
  /** Of an earned lot: what returns took back by now, and how much of that had lapsed. */
  reversed: number;
  reversedLapsed: number;
  purchaseRef?: string;
  base?: Money;
  parts: readonly EarnedPart[];
}

/** What of a redemption came from a lot, and came back. */
export interface RedeemedShare {
  lotId: string;
  points: number;
  back: number;
}

export interface Redemption {
  program: string;
  at: string;
  shares: readonly RedeemedShare[];
}

/** What one customer has in one programme. */
export interface ProgramAccount {
  /** Points that ever came in. */
  credited: number;
  /** Lots with points left whose expiry is not booked. */
  open: Set<string>;
  /** Lots that were earned, by the day (UTC) of earning: what caps and tiers count. */
  earnedOn: Map<string, readonly string[]>;
  /** Purchases that earned here, with their lots. */
  lotOfPurchase: Map<string, string>;
  debt: number;
  /** When points were last found to be owed; null: never. */
  debtSince: string | null;
  tier: TierDecision | null;
}

/** Money that came back of one purchase, in minor units by currency, and the event that said so last. */
export interface ReturnedMoney {
  amounts: Readonly<Record<string, number>>;
  lastEventId: string;
  lastAt: string;
}

/** Everything that decisions about one customer's points go by. Never changed in place. */
export interface Account {
  programs: Map<string, ProgramAccount>;
  lots: Map<string, AccountLot>;
  redemptions: Map<string, Redemption>;
  /** Ids of the transfers whose points came in. */
  received: Set<string>;
  /** Returns by the purchase that they name. */
  returned: Map<string, ReturnedMoney>;
}

export const EMPTY_PROGRAM_ACCOUNT: ProgramAccount = {
  credited: 0,
  open: Set(),
  earnedOn: Map(),
  lotOfPurchase: Map(),
  debt: 0,
  debtSince: null,
  tier: null,
};

export const EMPTY_ACCOUNT: Account = {
  programs: Map(),
  lots: Map(),
  redemptions: Map(),
  received: Set(),
  returned: Map(),
};

export function programAccount({ programs }: Account, program: string): ProgramAccount {
  return programs.get(program) ?? EMPTY_PROGRAM_ACCOUNT;
}

/** How many more points the account can take in a programme and still say every figure exactly. */
export function roomIn(account: Account, program: string): number {
  return Math.max(0, Number.MAX_SAFE_INTEGER - programAccount(account, program).credited);
}

/** The lots of a programme that have points left. */
export function openLots(account: Account, program: string): AccountLot[] {
  return List(programAccount(account, program).open)
    .map((lotId) => account.lots.get(lotId)!)
    .toArray();
}
