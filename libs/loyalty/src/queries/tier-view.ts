import type { TierEvidence } from '../events/tiers.js';
import type { LoyaltyAccountRow } from '../projections/loyalty-account.js';

/** The tier of a customer in a programme, as it was last decided. */
export interface TierView {
  /** Null: in none. */
  tier: string | null;
  since: string;
  /** When it is judged anew; null: never. */
  validUntil: string | null;
  programVersion: number;
  /** What it was judged by. */
  evidence: TierEvidence;
  eventId: string;
}

/** Null where no tier was ever decided. */
export function tierOf(account: LoyaltyAccountRow | undefined): TierView | null {
  if (!account || account.tier_since === null) return null;
  return {
    tier: account.tier,
    since: account.tier_since,
    validUntil: account.tier_valid_until,
    programVersion: account.tier_program_version!,
    evidence: account.tier_evidence!,
    eventId: account.tier_event_id!,
  };
}
