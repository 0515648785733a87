import { CommandBody, FactBody, Instant, ListOf, OneOf, Part, Text, WholeNumber } from '#kernel';
import { Allocation } from './allocation.js';
import { Lot } from './lot.js';
import { Programmed } from './programmed.js';

/** Larger ones could make the sums over all customers inexact. */
const MAX_ADJUSTMENT = 1_000_000_000_000;

@CommandBody({ path: 'loyalty/adjustments', about: 'Add or take points by hand; the actor and the reason are kept.' })
export class AdjustPoints {
  @WholeNumber({ about: 'Points to add, or, negative, to take', min: -MAX_ADJUSTMENT, max: MAX_ADJUSTMENT })
  points!: number;

  @Text({ about: 'Why', max: 500 })
  reason!: string;

  @Text({ about: 'Programme; not needed while there is one only', max: 100, optional: true })
  program?: string;

  @Instant({ about: 'When added points end; by default as the programme says', optional: true })
  expiresAt?: string;
}

@FactBody({ version: 1, decided: true, about: 'Points were added or taken by hand.' })
export class PointsAdjusted extends Programmed {
  @OneOf(['credit', 'debit'], { about: 'Added (credit) or taken (debit)' })
  direction!: 'credit' | 'debit';

  @WholeNumber({ about: 'Points', min: 1 })
  points!: number;

  @Text({ about: 'Why', max: 500 })
  reason!: string;

  @Part(() => Lot, { about: 'credit: the lot that was made', optional: true })
  lot?: Lot;

  @ListOf(() => Allocation, { about: 'debit: the lots that they came from', max: 100_000, optional: true })
  allocations?: Allocation[];
}
