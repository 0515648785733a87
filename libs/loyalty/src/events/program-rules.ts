import { ListOf, Money, OneOf, Part, Text, WholeNumber, WordList } from '#kernel';

/** What a rule counts: money paid, pieces bought, purchases made, a fact that happened, or the points that a fact states. */
export const EARNING_BASES = ['money', 'unit', 'order', 'activity', 'stated'] as const;
export type EarningBase = (typeof EARNING_BASES)[number];

export const CAP_PERIODS = ['fact', 'day', 'month', 'year', 'ever'] as const;
export type CapPeriod = (typeof CAP_PERIODS)[number];

/** At most so many points of a rule (or of the programme) in a period, by calendar in UTC. */
export class EarningCap {
  @WholeNumber({ about: 'At most so many points', min: 0 })
  points!: number;

  @OneOf(CAP_PERIODS, { about: 'In one fact, a calendar day, month or year (UTC), or ever' })
  per!: CapPeriod;
}

/** What does not count for a rule. */
export class EarningExclusions {
  @WordList({ about: 'Stock keeping units whose lines do not count', max: 1_000, optional: true })
  skus?: string[];

  @WordList({ about: 'Categories whose lines do not count', max: 1_000, optional: true })
  categories?: string[];

  @WordList({ about: 'Shops whose purchases do not count', max: 1_000, optional: true })
  stores?: string[];

  @WordList({ about: 'Ways of buying that do not count', max: 100, optional: true })
  channels?: string[];
}

/** How points are earned. */
export class EarningRule {
  @Text({ about: 'Name of the rule, unique in the programme', max: 100 })
  rule!: string;

  @OneOf(EARNING_BASES, {
    about:
      'money: for every `per` minor units paid; unit: for every `per` pieces; order: for every purchase; activity: for ' +
      'every fact of `factType`; stated: the points that the fact itself names in `field`',
  })
  base!: EarningBase;

  @Text({ about: 'Type of the facts that earn: PurchaseRecorded by default', max: 100, optional: true })
  factType?: string;

  @WholeNumber({ about: 'Points for each `per`; for `stated`, left out', optional: true })
  points?: number;

  @WholeNumber({
    about: 'For money: minor units of `currency`, or hundredths of whole units of any currency; for unit: pieces',
    min: 1,
    optional: true,
  })
  per?: number;

  @Text({ about: 'Only payments in this currency; without it, any', max: 3, pattern: /^[A-Z]{3}$/, optional: true })
  currency?: string;

  @Text({ about: 'For `stated`: the field of the fact that names the points', max: 100, optional: true })
  field?: string;

  @WordList({ about: 'Only facts from these sources', max: 100, optional: true })
  sources?: string[];

  @Part(() => Money, { about: 'Only purchases of at least so much', optional: true })
  minTotal?: Money;

  @Part(() => EarningExclusions, { about: 'What does not count', optional: true })
  exclude?: EarningExclusions;

  @ListOf(() => EarningCap, { about: 'Limits of what the rule gives', max: 10, optional: true })
  caps?: EarningCap[];
}

export const ROUNDINGS = ['down', 'half_up', 'up'] as const;
export type Rounding = (typeof ROUNDINGS)[number];

export const CALENDAR_UNITS = ['month', 'quarter', 'half_year', 'year'] as const;
export type CalendarUnit = (typeof CALENDAR_UNITS)[number];

/**
 * How long points last. `rolling`: so many days or months after they were earned. `calendar`: to the end of the calendar
 * unit (UTC) in which they were earned or, with `after`, of the `after`-th one behind it.
 */
export class ExpiryPolicy {
  @OneOf(['rolling', 'calendar', 'none'], {
    about: 'Counted from the earning, to the end of a calendar unit, or never',
  })
  kind!: 'rolling' | 'calendar' | 'none';

  @WholeNumber({ about: 'rolling: so many months', max: 1_200, optional: true })
  months?: number;

  @WholeNumber({ about: 'rolling: so many times 24 hours', max: 36_500, optional: true })
  days?: number;

  @OneOf(CALENDAR_UNITS, { about: 'calendar: end of this unit', optional: true })
  unit?: CalendarUnit;

  @WholeNumber({
    about: 'calendar: not of the unit of earning but of the one so many behind it',
    max: 100,
    optional: true,
  })
  after?: number;
}

/** What a level asks for. */
export class TierRule {
  @Text({ about: 'Name of the tier', max: 100 })
  tier!: string;

  @WholeNumber({ about: 'Reached with so much of the metric in the period' })
  threshold!: number;

  @WholeNumber({ about: 'Kept at the end of the period with so much; by default the threshold', optional: true })
  retain?: number;
}

export const TIER_METRICS = ['points', 'spend', 'count'] as const;
export type TierMetric = (typeof TIER_METRICS)[number];

/** Levels by what was earned, spent or bought in a period; redeeming points does not hurt them. */
export class TierPolicy {
  @OneOf(TIER_METRICS, { about: 'Points earned, minor units spent (in `currency`), or purchases counted' })
  metric!: TierMetric;

  @Text({ about: 'spend: only payments in this currency', max: 3, pattern: /^[A-Z]{3}$/, optional: true })
  currency?: string;

  @OneOf(['calendar_year', 'rolling'], {
    about: 'The period: a calendar year (UTC), or `months` from reaching the tier',
  })
  period!: 'calendar_year' | 'rolling';

  @WholeNumber({ about: 'rolling: length in months', min: 1, max: 120, optional: true })
  months?: number;

  @OneOf(['none', 'one_down', 'to_qualified'], {
    about: 'When it is not kept: stay, one tier down, or to the tier that the metric reaches',
  })
  downgrade!: 'none' | 'one_down' | 'to_qualified';

  @ListOf(() => TierRule, { about: 'Lowest first, thresholds rising', min: 1, max: 20 })
  tiers!: TierRule[];
}
