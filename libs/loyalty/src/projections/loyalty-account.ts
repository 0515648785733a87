import { customerOfStream, projectedTable, type RecordedEvent } from '#kernel';
import type { Programmed } from '../events/programmed.js';
import type { TierEvidence, TierReached } from '../events/tiers.js';
import { type MovementKind, MOVEMENT_KINDS, type PointsMoved, pointsMoved } from './points-moved.js';

type Totals = Record<Exclude<MovementKind, 'debt_incurred'>, number>;

/**
 * A customer in a programme: all that was ever moved by kind, what is owed, and the tier as last decided. Totals are
 * signed as movements are, so that they add up to `remaining`.
 */
export interface LoyaltyAccountRow extends Totals {
  /** `<customer>:<program>`. */
  account_id: string;
  customer_id: string;
  program: string;
  /** Points left in all lots, whatever their dates say. */
  remaining: number;
  debt: number;
  /** Null: in none. */
  tier: string | null;
  tier_since: string | null;
  /** When it is judged anew; null: never. */
  tier_valid_until: string | null;
  tier_program_version: number | null;
  tier_evidence: TierEvidence | null;
  tier_event_id: string | null;
}

const TIER_FACTS = new Set(['TierReached', 'TierRetained', 'TierLost']);

export const loyaltyAccountTable = projectedTable<LoyaltyAccountRow>({
  name: 'loyalty_account',
  columns: {
    account_id: 'text',
    customer_id: 'uuid',
    program: 'text',
    remaining: 'bigint',
    debt: 'bigint',
    earned: 'bigint',
    redeemed: 'bigint',
    refunded: 'bigint',
    reinstated: 'bigint',
    reversed: 'bigint',
    adjusted: 'bigint',
    transferred_in: 'bigint',
    transferred_out: 'bigint',
    expired: 'bigint',
    debt_repaid: 'bigint',
    tier: 'text',
    tier_since: 'timestamptz',
    tier_valid_until: 'timestamptz',
    tier_program_version: 'integer',
    tier_evidence: 'jsonb',
    tier_event_id: 'uuid',
  },
  key: 'account_id',
  indexes: ['(customer_id)', '(tier_valid_until) where tier_valid_until is not null'],

  keysOf(event) {
    if (!TIER_FACTS.has(event.type) && pointsMoved(event).length === 0) return [];
    return [`${customerOfStream(event.stream)!}:${(event.data as Programmed).program}`];
  },

  evolve(row, event, key) {
    const before = row ?? emptyAccount(key, event);
    if (TIER_FACTS.has(event.type)) return withTier(before, event);
    return pointsMoved(event).reduce(withMovement, before);
  },
});

function withMovement(row: LoyaltyAccountRow, { kind, points, debt }: PointsMoved): LoyaltyAccountRow {
  const moved = { ...row, remaining: row.remaining + points, debt: row.debt + debt };
  if (kind !== 'debt_incurred') moved[kind] = row[kind] + points;
  return moved;
}

/** The decision that was recorded last holds, as it does for the next one. */
function withTier(row: LoyaltyAccountRow, { id, data }: RecordedEvent): LoyaltyAccountRow {
  const { tier, effectiveAt, validUntil, evidence, programVersion } = data as TierReached;
  return {
    ...row,
    tier: tier ?? null,
    tier_since: effectiveAt,
    tier_valid_until: validUntil ?? null,
    tier_program_version: programVersion,
    tier_evidence: { ...evidence },
    tier_event_id: id,
  };
}

function emptyAccount(key: string, { stream, data }: RecordedEvent): LoyaltyAccountRow {
  const totals = Object.fromEntries(MOVEMENT_KINDS.map((kind) => [kind, 0])) as Record<MovementKind, number>;
  const { debt_incurred: _, ...counted } = totals;
  return {
    account_id: key,
    customer_id: customerOfStream(stream)!,
    program: (data as Programmed).program,
    remaining: 0,
    debt: 0,
    ...counted,
    tier: null,
    tier_since: null,
    tier_valid_until: null,
    tier_program_version: null,
    tier_evidence: null,
    tier_event_id: null,
  };
}
