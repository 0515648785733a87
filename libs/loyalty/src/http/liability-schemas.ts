import { type AnswerSchema, COUNT, ID, INSTANT, TEXT, byName, listOf, objectOf, orNull } from '#projections/http';
import type { LiabilityLine, LiabilityReport, ProgramLiability } from '../queries/get-liability.query.js';
import type { DifferingAccount, DifferingLot, Reconciliation } from '../queries/get-reconciliation.query.js';

const LINE_FIELDS: Record<keyof LiabilityLine, AnswerSchema> = {
  active: COUNT,
  pending: COUNT,
  points: COUNT,
  lots: COUNT,
  expectedPoints: COUNT,
  faceValue: orNull(COUNT),
  liability: orNull(COUNT),
};

const PROGRAM_LIABILITY = objectOf<ProgramLiability>({
  program: TEXT,
  programVersion: orNull(COUNT),
  value: orNull(objectOf<NonNullable<ProgramLiability['value']>>({ amount: COUNT, currency: TEXT, points: COUNT })),
  expectedRedemptionPerMille: COUNT,
  outstanding: objectOf<LiabilityLine>(LINE_FIELDS),
  byExpiry: listOf(objectOf<ProgramLiability['byExpiry'][number]>({ month: orNull(TEXT), ...LINE_FIELDS })),
  movements: objectOf<ProgramLiability['movements']>({
    opening: COUNT,
    earned: COUNT,
    redeemed: COUNT,
    refunded: COUNT,
    reinstated: COUNT,
    reversed: COUNT,
    adjustedIn: COUNT,
    adjustedOut: COUNT,
    transferredIn: COUNT,
    transferredOut: COUNT,
    debtRepaid: COUNT,
    expired: COUNT,
    closing: COUNT,
  }),
  debt: objectOf<ProgramLiability['debt']>({ opening: COUNT, incurred: COUNT, repaid: COUNT, closing: COUNT }),
});

export const LIABILITY_SCHEMA = objectOf<LiabilityReport>({
  asOf: INSTANT,
  from: orNull(INSTANT),
  programs: listOf(PROGRAM_LIABILITY),
  liability: byName(COUNT),
});

export const RECONCILIATION_SCHEMA = objectOf<Reconciliation>({
  at: INSTANT,
  agrees: { type: 'boolean' },
  lots: objectOf<Reconciliation['lots']>({
    checked: COUNT,
    differing: COUNT,
    shown: listOf(
      objectOf<DifferingLot>({
        lotId: TEXT,
        customerId: orNull(ID),
        remaining: COUNT,
        moved: COUNT,
        booked: COUNT,
        leftOver: COUNT,
      }),
    ),
  }),
  accounts: objectOf<Reconciliation['accounts']>({
    checked: COUNT,
    differing: COUNT,
    shown: listOf(
      objectOf<DifferingAccount>({
        customerId: ID,
        program: TEXT,
        remaining: COUNT,
        moved: COUNT,
        debt: COUNT,
        movedDebt: COUNT,
      }),
    ),
  }),
  expiry: objectOf<Reconciliation['expiry']>({ booked: COUNT, dueLots: COUNT, duePoints: COUNT }),
  transfers: objectOf<Reconciliation['transfers']>({ open: COUNT, points: COUNT }),
});
