import { type AnswerSchema, COUNT, ID, INSTANT, TEXT, listOf, objectOf, orNull } from '#projections/http';
import { schemaOf } from '#kernel';
import { EarnedPart } from '../events/points-earned.js';
import { TIER_METRICS } from '../events/program-rules.js';
import { TierEvidence } from '../events/tiers.js';
import { LOT_ORIGINS } from '../projections/lots-made.js';
import type { LoyaltyView } from '../queries/get-loyalty.query.js';
import type { Expiry, Points } from '../rules/account-at.js';
import type { LotAt } from '../rules/lot-at.js';
import type { TierView } from '../rules/tier-standing.js';
import type { TierProgress } from '../rules/tiers.js';

/** JSON Schemas of a lot's fields, as answers show it. */
export const LOT_FIELDS: Record<keyof LotAt, AnswerSchema> = {
  lotId: TEXT,
  program: TEXT,
  programVersion: COUNT,
  origin: { type: 'string', enum: LOT_ORIGINS },
  points: COUNT,
  redeemed: COUNT,
  refunded: COUNT,
  reversed: COUNT,
  adjusted: COUNT,
  transferredOut: COUNT,
  debtRepaid: COUNT,
  remaining: COUNT,
  status: { type: 'string', enum: ['pending', 'active', 'expired'] satisfies LotAt['status'][] },
  earnedAt: INSTANT,
  availableFrom: INSTANT,
  expiresAt: orNull(INSTANT),
  eventId: ID,
  sourceEventId: orNull(ID),
  purchaseRef: orNull(TEXT),
  base: orNull(objectOf<NonNullable<LotAt['base']>>({ amount: COUNT, currency: TEXT })),
  parts: orNull(listOf(schemaOf(EarnedPart) as AnswerSchema)),
  fromLotId: orNull(TEXT),
  fromCustomer: orNull(ID),
};

/** JSON Schemas of the points of an account. */
export const POINTS_FIELDS: Record<keyof Points, AnswerSchema> = {
  balance: { ...COUNT, description: 'spendable - debt' },
  spendable: COUNT,
  pending: COUNT,
  debt: COUNT,
  nextExpiry: orNull(objectOf<Expiry>({ at: INSTANT, points: COUNT })),
};

const TIER_SCHEMA = objectOf<TierView>({
  tier: orNull(TEXT),
  effectiveAt: INSTANT,
  validUntil: orNull(INSTANT),
  programVersion: COUNT,
  evidence: schemaOf(TierEvidence) as AnswerSchema,
  eventId: orNull(ID),
});

const PROGRESS_SCHEMA = objectOf<TierProgress>({
  metric: { type: 'string', enum: TIER_METRICS },
  value: COUNT,
  from: INSTANT,
  until: INSTANT,
  next: orNull(objectOf<NonNullable<TierProgress['next']>>({ tier: TEXT, threshold: COUNT, missing: COUNT })),
});

/** JSON Schemas of an account's fields, as answers show it. */
export const ACCOUNT_FIELDS: Record<keyof LoyaltyView, AnswerSchema> = {
  ...POINTS_FIELDS,
  tier: orNull(TEXT),
  lots: listOf(objectOf<LotAt>(LOT_FIELDS)),
  programs: listOf(
    objectOf<LoyaltyView['programs'][number]>({
      program: TEXT,
      ...POINTS_FIELDS,
      tier: orNull(TIER_SCHEMA),
      progress: orNull(PROGRESS_SCHEMA),
    }),
  ),
};
