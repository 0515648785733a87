import type { NewFact } from '#kernel';
import { PointsDebtRepaid } from '../events/points-debt.js';
import { allocate, pointsOf } from '../rules/allocate.js';
import { inOrderOfUse } from '../rules/lots.js';
import type { ProgramVersion } from '../rules/programs.js';
import { type Account, programAccount } from './account.js';
import { takeableAt } from './account-questions.js';
import { later, newFact } from './new-fact.js';

/** What brought points into an account. */
export interface Incoming {
  sourceEventId: string;
  occurredAt: string;
  /** The lots that it made or filled, with the points that it brought into each. */
  lots: readonly { lotId: string; points: number }[];
}

/**
 * Whatever brings points repays what is owed before anything else, pending points included. It is dated no earlier than
 * the debt: points that arrive by a late report, and had ended before the debt came up, repay nothing.
 */
export function repayDebt(
  account: Account,
  { program, programVersion }: Pick<ProgramVersion, 'program' | 'programVersion'>,
  { sourceEventId, occurredAt, lots }: Incoming,
): NewFact[] {
  const { debt, debtSince } = programAccount(account, program);
  if (debt <= 0) return [];
  const at = debtSince === null ? occurredAt : later(occurredAt, debtSince);
  const sources = lots
    .map(({ lotId, points }) => ({ ...account.lots.get(lotId)!, brought: points }))
    .sort(inOrderOfUse)
    .map((lot) => ({ lotId: lot.lotId, available: Math.min(lot.brought, takeableAt(lot, at)) }));
  const allocations = allocate(sources, debt);
  if (allocations.length === 0) return [];
  const points = pointsOf(allocations);
  return [newFact(PointsDebtRepaid, { program, programVersion, points, allocations, sourceEventId }, at)];
}
