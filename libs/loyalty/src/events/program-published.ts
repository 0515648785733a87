import { FactBody, Flag, Instant, ListOf, Money, OneOf, Part, Text, WholeNumber } from '#kernel';
import { EarningCap, EarningRule, ExpiryPolicy, type Rounding, ROUNDINGS, TierPolicy } from './program-rules.js';

/** The stream in which programmes are published. */
export const PROGRAM_STREAM = 'program-catalogue';

@FactBody({
  version: 1,
  path: 'programs',
  stream: PROGRAM_STREAM,
  about: 'The rules of a loyalty programme were published: a first version, or the next one.',
})
export class ProgramPublished {
  @Text({ about: 'Code of the programme', max: 100, pattern: /^[a-z0-9][a-z0-9_-]*$/ })
  program!: string;

  @WholeNumber({ about: 'Version: one more than the last one published', min: 1 })
  programVersion!: number;

  @Text({ about: 'Name for people', max: 200, optional: true })
  name?: string;

  @Instant({ about: 'From when it is in force, until a later version is' })
  effectiveFrom!: string;

  @ListOf(() => EarningRule, { about: 'How points are earned; none: nothing earns any more', max: 100 })
  earning!: EarningRule[];

  @ListOf(() => EarningCap, { about: 'Limits of what the programme gives in all', max: 10, optional: true })
  caps?: EarningCap[];

  @OneOf(ROUNDINGS, {
    about:
      'money and unit: a begun `per` counts for nothing (down, the default), from its half on (half_up), or fully (up)',
    optional: true,
  })
  rounding?: Rounding;

  @WholeNumber({ about: 'Pending for so many times 24 hours before they can be used', max: 3_650, optional: true })
  pendingDays?: number;

  @Part(() => ExpiryPolicy, { about: 'How long points last; without it, for ever', optional: true })
  expiry?: ExpiryPolicy;

  @Flag({
    about: 'Returned purchases take points from other lots once their own is used up, before they become debt',
    optional: true,
  })
  reverseFromOtherLots?: boolean;

  @WholeNumber({
    about:
      'Points of a refunded redemption whose lot has expired come back for so many days; without it they are forfeit',
    min: 1,
    max: 3_650,
    optional: true,
  })
  reinstateDays?: number;

  @Part(() => TierPolicy, { about: 'Levels', optional: true })
  tiers?: TierPolicy;

  @Part(() => Money, { about: 'What `valuePoints` points are worth when they are used', optional: true })
  value?: Money;

  @WholeNumber({ about: 'So many points are worth `value`; 1 by default', min: 1, optional: true })
  valuePoints?: number;

  @WholeNumber({
    about: 'Share of points that is expected to be used, in thousandths; by default all',
    max: 1_000,
    optional: true,
  })
  expectedRedemptionPerMille?: number;
}
