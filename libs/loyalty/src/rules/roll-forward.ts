/** Points outstanding over a period: whatever came in is positive, what went out negative, so that the lines add up. */
export interface RollForward {
  opening: bigint;
  earned: bigint;
  redeemed: bigint;
  refunded: bigint;
  reinstated: bigint;
  reversed: bigint;
  adjustedIn: bigint;
  adjustedOut: bigint;
  transferredIn: bigint;
  transferredOut: bigint;
  debtRepaid: bigint;
  /** What the dates ended, booked or not. */
  expired: bigint;
  closing: bigint;
}

/** Points owed by customers over a period. */
export interface DebtRollForward {
  opening: bigint;
  incurred: bigint;
  repaid: bigint;
  closing: bigint;
}

/** What was moved by a kind and in a direction in the period. */
export interface Moved {
  kind: string;
  out: boolean;
  points: bigint;
  debt: bigint;
}

type Line = Exclude<keyof RollForward, 'opening' | 'expired' | 'closing'>;

const LINES: Readonly<Record<string, Line>> = {
  earned: 'earned',
  redeemed: 'redeemed',
  refunded: 'refunded',
  reinstated: 'reinstated',
  reversed: 'reversed',
  transferred_in: 'transferredIn',
  transferred_out: 'transferredOut',
  debt_repaid: 'debtRepaid',
};

/** Points at the beginning and at the end of the period, each counted for itself, and those that ended in it. */
export interface Ends {
  opening: bigint;
  expired: bigint;
  closing: bigint;
}

/** opening + what came in - what went out - what expired = closing, to the point. */
export function rollForward(moved: readonly Moved[], { opening, expired, closing }: Ends): RollForward {
  const lines: RollForward = {
    opening,
    earned: 0n,
    redeemed: 0n,
    refunded: 0n,
    reinstated: 0n,
    reversed: 0n,
    adjustedIn: 0n,
    adjustedOut: 0n,
    transferredIn: 0n,
    transferredOut: 0n,
    debtRepaid: 0n,
    expired: -expired,
    closing,
  };
  for (const { kind, out, points } of moved) {
    const line = kind === 'adjusted' ? (out ? 'adjustedOut' : 'adjustedIn') : LINES[kind];
    if (line) lines[line] += points;
  }
  return lines;
}

export function debtRollForward(moved: readonly Moved[], opening: bigint): DebtRollForward {
  const lines = { opening, incurred: 0n, repaid: 0n, closing: opening };
  for (const { kind, debt } of moved) {
    if (kind === 'debt_incurred') lines.incurred += debt;
    else lines.repaid += debt;
    lines.closing += debt;
  }
  return lines;
}
