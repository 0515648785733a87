import { EventId, FactBody, Instant, ListOf, Money, Part, Text, WholeNumber } from '#kernel';
import { Programmed } from './programmed.js';

/** What one rule gave. */
export class EarnedPart {
  @Text({ about: 'Rule of the programme', max: 100 })
  rule!: string;

  @WholeNumber({ about: 'Points' })
  points!: number;

  @WholeNumber({ about: 'What the rule counted: minor units paid, pieces, or facts', optional: true })
  counted?: number;

  @WholeNumber({ about: 'Points that a cap kept back', optional: true })
  withheld?: number;
}

@FactBody({ version: 1, decided: true, about: 'Points were earned: one lot, by the rules of one programme.' })
export class PointsEarned extends Programmed {
  @Text({ about: 'Id of the lot', max: 200 })
  lotId!: string;

  @WholeNumber({ about: 'Points; 0 where something counted but gave none, for instance because of a cap' })
  points!: number;

  @Instant({ about: 'When they were earned' })
  earnedAt!: string;

  @Instant({ about: 'From when on they can be used' })
  availableFrom!: string;

  @Instant({ about: 'From then on they are gone; without it, never', optional: true })
  expiresAt?: string;

  @EventId({ about: 'The fact that earned them' })
  sourceEventId!: string;

  @Text({ about: 'The purchase that earned them: its purchaseId, else the id of its event', max: 200, optional: true })
  purchaseRef?: string;

  @Part(() => Money, { about: 'What was paid in all: a return takes back points by its share of this', optional: true })
  base?: Money;

  @ListOf(() => EarnedPart, { about: 'What each rule gave', max: 100 })
  parts!: EarnedPart[];
}
