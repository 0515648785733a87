import { Instant, OneOf, Text, ValidationFailed } from '#kernel';
import { givenTexts, PageCursor, PageLimit, periodOf, ReadQuery } from '#projections/http';
import { instantOf, parseMoment } from '#projections/read-models';
import { FUNNEL_NAME } from '../events/funnel-rule-parts.js';
import { FUNNEL_DIMENSIONS, type FunnelDimension, type FunnelFilter } from '../queries/funnel-filter.js';
import { CONVERSION_LISTS, type ConversionList } from '../queries/report-conversion.query.js';
import { SPELL_LISTS, type SpellList } from '../queries/report-time-in-stage.query.js';
import type { ConversionQuestion } from '../rules/funnel-conversion.js';
import type { FunnelBreakdown } from '../rules/funnel-groups.js';
import { msOfDays, type Span } from '../rules/funnel-unit.js';

const DIMENSION_NAMES = Object.keys(FUNNEL_DIMENSIONS) as FunnelDimension[];

/** A number of days up to a hundred years. */
const DAYS = /^([1-9]\d{0,3}|[12]\d{4}|3[0-5]\d{3}|36[0-4]\d{2}|36500)$/;

/** Which customers a read of the funnel is about, and when; every report and every list takes the same. */
export class FunnelFilterQuery extends ReadQuery {
  @Instant({ about: 'The instant that the figures are of; by default now', optional: true })
  asOf?: string;

  @Text({ about: 'Only customers whose first event this system reported', max: 500, optional: true })
  source?: string;

  @Text({ about: 'Only customers whose first lead came from here', max: 200, optional: true })
  origin?: string;

  @Text({ about: 'Only customers whom this owner looks after', max: 200, optional: true })
  owner?: string;

  @Text({
    about: 'Only customers of whom a recorded fact says so: kind=value',
    max: 400,
    pattern: /^[^=]+=[^]+$/,
    optional: true,
  })
  fact?: string;

  @OneOf(DIMENSION_NAMES, { about: 'Only customers of whom this is not known', optional: true })
  missing?: FunnelDimension;
}

/** A read of those who entered in a period. */
export class FunnelPeriodQuery extends FunnelFilterQuery {
  @Instant({ about: 'Entered from this time on', optional: true })
  from?: string;

  @Instant({ about: 'Entered before this time', optional: true })
  to?: string;
}

/** Declares what groups are told by. */
const Breakdown = Text({
  about:
    'What to tell groups by: source, origin, owner, month (of the entry), or fact.KIND; by default there is only the total',
  max: 110,
  pattern: /^(source|origin|owner|month|fact\.[^]+)$/,
  optional: true,
});

const Stage = { max: 50, pattern: FUNNEL_NAME };

export class FunnelCountsQuery extends FunnelPeriodQuery {
  @Breakdown
  by?: string;
}

export class FunnelCustomersQuery extends FunnelFilterQuery {
  @Text({ about: 'Only those in this stage', ...Stage, optional: true })
  stage?: string;

  @PageLimit
  limit?: string;

  @PageCursor
  cursor?: string;
}

export class TimeInStageQuery extends FunnelPeriodQuery {
  @Text({ about: 'The stage', ...Stage })
  stage!: string;

  @Breakdown
  by?: string;
}

export class TimeInStageCustomersQuery extends FunnelPeriodQuery {
  @Text({ about: 'The stage', ...Stage })
  stage!: string;

  @OneOf(SPELL_LISTS, { about: 'Stays that began (by default), ended, or still last', optional: true })
  list?: SpellList;

  @PageLimit
  limit?: string;

  @PageCursor
  cursor?: string;
}

/** Steps, and what counts as coming from one to the next. */
export class ConversionFilterQuery extends FunnelPeriodQuery {
  @Text({
    about:
      'Steps, two to ten, separated by commas: stages (lead,customer) or types of facts, by their first occurrence ' +
      '(LeadCaptured,OpportunityWon)',
    max: 1_000,
    pattern: /^\w{1,100}(,\w{1,100}){1,9}$/,
  })
  steps!: string;

  @Text({
    about: 'Days from the first step within which the others must be reached; by default however long',
    pattern: DAYS,
    optional: true,
  })
  days?: string;

  @OneOf(['ordered', 'any'], {
    about: 'ordered (by default): each step at the time of the one before or later; any: before or after the first',
    optional: true,
  })
  order?: 'ordered' | 'any';
}

export class ConversionQuery extends ConversionFilterQuery {
  @Breakdown
  by?: string;
}

export class ConversionCustomersQuery extends ConversionFilterQuery {
  @Text({ about: 'Which of the steps, from 1; by default the last', pattern: /^([1-9]|10)$/, optional: true })
  step?: string;

  @OneOf(CONVERSION_LISTS, {
    about: 'Who reached the step (by default), or dropped off before it: reached the one before and no further',
    optional: true,
  })
  list?: ConversionList;

  @PageLimit
  limit?: string;

  @PageCursor
  cursor?: string;
}

export class StalledQuery extends FunnelCustomersQuery {
  @Text({
    about: 'In the stage for longer than so many days; by default as the rules say',
    pattern: DAYS,
    optional: true,
  })
  days?: string;
}

export class FunnelRulesQuery extends ReadQuery {
  @Instant({ about: 'Those in force then; by default now', optional: true })
  asOf?: string;

  @Text({ about: 'Those of this version', pattern: /^[1-9]\d{0,4}$/, optional: true })
  version?: string;
}

/** The instant that a query asks of. */
export function instantAskedBy({ asOf }: { asOf?: string }): string {
  return instantOf(parseMoment({ asOf }));
}

/** The filter that a query means. */
export function funnelFilterOf(query: FunnelFilterQuery): FunnelFilter {
  const { fact, missing } = query;
  const cut = fact?.indexOf('=') ?? 0;
  return {
    ...givenTexts(query, DIMENSION_NAMES),
    ...(fact === undefined ? {} : { fact: { kind: fact.slice(0, cut), value: fact.slice(cut + 1) } }),
    ...(missing === undefined ? {} : { missing }),
  };
}

/** The span that a query means. */
export function spanOf(query: { from?: string; to?: string }): Span {
  return periodOf(query);
}

/** What a query tells groups by. */
export function breakdownOf({ by }: { by?: string }): FunnelBreakdown | undefined {
  if (by === undefined) return undefined;
  return by.startsWith('fact.')
    ? { by: 'fact', kind: by.slice(5) }
    : { by: by as 'source' | 'origin' | 'owner' | 'month' };
}

/** The question that a query means. Throws ValidationFailed for a type of facts that nobody defined. */
export function conversionQuestionOf(
  query: ConversionFilterQuery,
  isKnownType: (type: string) => boolean,
): ConversionQuestion {
  const steps = query.steps.split(',');
  const unknown = steps.filter((step) => /^[A-Z]/.test(step) && !isKnownType(step));
  if (unknown.length > 0) {
    throw new ValidationFailed(
      unknown.map((type) => ({ field: 'steps', rule: 'known-type', message: `unknown event type ${type}` })),
    );
  }
  return {
    ...spanOf(query),
    steps,
    windowMs: query.days === undefined ? null : msOfDays(Number(query.days)),
    order: query.order ?? 'ordered',
    instant: instantAskedBy(query),
  };
}
