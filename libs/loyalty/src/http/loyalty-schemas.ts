import { type AnswerSchema, COUNT, ID, INSTANT, NEXT_CURSOR, TEXT, listOf, objectOf, orNull } from '#projections/http';
import { CARD_STATES } from '../projections/loyalty-card.js';
import { MOVEMENT_KINDS } from '../projections/points-moved.js';
import type { ExplainedMovement, LoyaltyExplanation } from '../queries/get-loyalty-explanation.query.js';
import type { LoyaltyView } from '../queries/get-loyalty.query.js';
import type { CardView } from '../queries/list-cards.query.js';
import type { ExpiryAt } from '../rules/expiries.js';
import type { StatementEntry } from '../rules/statement.js';
import { ACCOUNT_FIELDS, LOT_FIELDS, POINTS_FIELDS } from './account-schema.js';

/** Whose points, and at which instant. */
export interface Asked {
  customerId: string;
  at: string;
}

const ASKED: Record<keyof Asked, AnswerSchema> = { customerId: ID, at: INSTANT };

export type LoyaltyAnswer = Asked & LoyaltyView;
export const LOYALTY_SCHEMA = objectOf<LoyaltyAnswer>({ ...ASKED, ...ACCOUNT_FIELDS });

export type StatementAnswer = Asked & { movements: StatementEntry[]; next: string | null };
export const STATEMENT_SCHEMA = objectOf<StatementAnswer>({
  ...ASKED,
  movements: listOf(
    objectOf<StatementEntry>({
      at: INSTANT,
      kind: { type: 'string', enum: [...MOVEMENT_KINDS, 'available'] },
      points: COUNT,
      debt: COUNT,
      lotId: orNull(TEXT),
      program: TEXT,
      programVersion: orNull(COUNT),
      rules: listOf(TEXT),
      eventId: orNull(ID),
      recordedAt: orNull(INSTANT),
      position: orNull(TEXT),
      after: objectOf<StatementEntry['after']>({ balance: COUNT, pending: COUNT, debt: COUNT }),
    }),
  ),
  next: NEXT_CURSOR,
});

export type ExpiriesAnswer = Asked & { expiries: ExpiryAt[] };
export const EXPIRIES_SCHEMA = objectOf<ExpiriesAnswer>({
  ...ASKED,
  expiries: listOf(objectOf<ExpiryAt>({ at: orNull(INSTANT), points: COUNT, pending: COUNT })),
});

const EXPLAINED_MOVEMENT = objectOf<ExplainedMovement>({
  kind: { type: 'string', enum: MOVEMENT_KINDS },
  points: COUNT,
  debt: COUNT,
  at: INSTANT,
  recordedAt: INSTANT,
  eventId: ID,
  programVersion: COUNT,
});

export type ExplanationAnswer = Asked & Omit<LoyaltyExplanation, 'next'> & { next: string | null };
export const EXPLANATION_SCHEMA = objectOf<ExplanationAnswer>({
  ...ASKED,
  ...POINTS_FIELDS,
  lots: listOf(objectOf<ExplanationAnswer['lots'][number]>({ ...LOT_FIELDS, movements: listOf(EXPLAINED_MOVEMENT) })),
  debtMovements: listOf(EXPLAINED_MOVEMENT),
  next: NEXT_CURSOR,
});

export interface CardsAnswer {
  customerId: string;
  cards: CardView[];
}
export const CARDS_SCHEMA = objectOf<CardsAnswer>({
  customerId: ID,
  cards: listOf(
    objectOf<CardView>({
      cardId: TEXT,
      program: orNull(TEXT),
      kind: orNull(TEXT),
      state: { type: 'string', enum: CARD_STATES },
      issuedAt: orNull(INSTANT),
      blockedAt: orNull(INSTANT),
      replacedAt: orNull(INSTANT),
      replaces: orNull(TEXT),
      replacedBy: orNull(TEXT),
      reason: orNull(TEXT),
    }),
  ),
});
