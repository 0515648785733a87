import { COUNT, ID, INSTANT, TEXT, listOf, objectOf, orNull } from '#projections';
import type { Account, LotAt } from '../rules/account-at.js';

const LOT_SCHEMA = objectOf<LotAt>({
  lot: ID,
  points: COUNT,
  reversed: COUNT,
  remaining: COUNT,
  status: { type: 'string', enum: ['pending', 'active', 'expired'] satisfies LotAt['status'][] },
  earnedAt: INSTANT,
  availableFrom: INSTANT,
  expiresAt: orNull(INSTANT),
  program: TEXT,
  programVersion: COUNT,
  base: objectOf<LotAt['base']>({ amount: COUNT, currency: TEXT }),
});

/** JSON Schemas of an account's fields, as answers show it. */
export const ACCOUNT_FIELDS = {
  balance: COUNT,
  pending: COUNT,
  debt: COUNT,
  nextExpiry: orNull(objectOf<NonNullable<Account['nextExpiry']>>({ at: INSTANT, points: COUNT })),
  lots: listOf(LOT_SCHEMA),
};
