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

/** What was moved by a kind and in a direction, before the period and in it. */
export interface Moved {
  kind: string;
  out: boolean;
  pointsBefore: bigint;
  points: bigint;
  debtBefore: bigint;
  debt: bigint;
  /** Of lots that had ended before the period began, and of those that had by its end. */
  expiredBefore: bigint;
  expired: bigint;
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

/** opening + what came in - what went out - what expired = closing, to the point. */
export function rollForward(moved: readonly Moved[]): RollForward {
  const lines: RollForward = {
    opening: 0n,
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
    expired: 0n,
    closing: 0n,
  };
  for (const { kind, out, pointsBefore, points, expiredBefore, expired } of moved) {
    const line = kind === 'adjusted' ? (out ? 'adjustedOut' : 'adjustedIn') : LINES[kind];
    if (line) lines[line] += points;
    lines.opening += pointsBefore - expiredBefore;
    lines.expired -= expired - expiredBefore;
    lines.closing += pointsBefore + points - expired;
  }
  return lines;
}

export function debtRollForward(moved: readonly Moved[]): DebtRollForward {
  const lines = { opening: 0n, incurred: 0n, repaid: 0n, closing: 0n };
  for (const { kind, debtBefore, debt } of moved) {
    lines.opening += debtBefore;
    if (kind === 'debt_incurred') lines.incurred += debt;
    else lines.repaid += debt;
    lines.closing += debtBefore + debt;
  }
  return lines;
}
