import type { Violation } from '#kernel';
import type { ProgramPublished } from '../events/program-published.js';
import type { EarningRule, ExpiryPolicy, TierPolicy } from '../events/program-rules.js';
import { PURCHASE } from './counted.js';

/** What a rule must say, may say, and must leave out, by what it counts. */
const NEEDED: Readonly<Record<EarningRule['base'], readonly (keyof EarningRule)[]>> = {
  money: ['points', 'per'],
  unit: ['points', 'per'],
  order: ['points'],
  activity: ['points', 'factType'],
  stated: ['field'],
};
const MEANINGLESS: Readonly<Record<EarningRule['base'], readonly (keyof EarningRule)[]>> = {
  money: ['field'],
  unit: ['field'],
  order: ['per', 'field'],
  activity: ['per', 'field', 'currency', 'minTotal'],
  stated: ['points', 'per', 'currency', 'minTotal'],
};

/** Facts that points themselves make: earning by them would go round in circles. */
const OWN_FACTS = /^(Points|Tier|RedemptionRefunded$|ProgramPublished$)/;

/** The first thing that makes the rules of a programme incomplete or contradictory. */
export function checkProgram(program: ProgramPublished): Violation | undefined {
  const { earning, expiry, tiers, value, valuePoints } = program;
  return (
    firstOf(earning, 'earning', checkRule) ??
    checkNames(
      earning.map(({ rule }) => rule),
      'earning',
      'rule',
    ) ??
    (expiry && checkExpiry(expiry, program.pendingDays ?? 0)) ??
    (tiers && checkTiers(tiers)) ??
    (valuePoints !== undefined && !value
      ? violation('complete', 'value', 'is needed: `valuePoints` says how many points it is for')
      : undefined)
  );
}

function checkRule(rule: EarningRule, field: string): Violation | undefined {
  const { base, factType } = rule;
  const missing = NEEDED[base].find((name) => rule[name] === undefined);
  if (missing) return violation('complete', `${field}.${missing}`, `is needed by a rule that counts ${base}`);
  const idle = MEANINGLESS[base].find((name) => rule[name] !== undefined);
  if (idle) return violation('applies', `${field}.${idle}`, `means nothing in a rule that counts ${base}`);
  const isOfPurchases = base === 'money' || base === 'unit' || base === 'order';
  if (isOfPurchases && factType !== undefined && factType !== PURCHASE) {
    return violation('applies', `${field}.factType`, `a rule that counts ${base} looks at ${PURCHASE} only`);
  }
  if (factType !== undefined && OWN_FACTS.test(factType)) {
    return violation('applies', `${field}.factType`, 'what points themselves make earns none');
  }
  return undefined;
}

/** Shortest length of each calendar unit in days. */
const DAYS_IN = { month: 28, quarter: 90, half_year: 181, year: 365 } as const;

/** What each kind of expiry may say. */
const EXPIRY_FIELDS: Readonly<Record<ExpiryPolicy['kind'], readonly string[]>> = {
  rolling: ['months', 'days'],
  calendar: ['unit', 'after'],
  none: [],
};

function checkExpiry(expiry: ExpiryPolicy, pendingDays: number): Violation | undefined {
  const { kind, months, days, unit } = expiry;
  const own = EXPIRY_FIELDS[kind];
  const idle = (['months', 'days', 'unit', 'after'] as const).find(
    (name) => expiry[name] !== undefined && !own.includes(name),
  );
  if (idle) return violation('applies', `expiry.${idle}`, `means nothing where the expiry is ${kind}`);
  if (kind === 'rolling' && (months === undefined) === (days === undefined)) {
    return violation('complete', 'expiry', 'rolling expiry needs either months or days');
  }
  if (kind === 'calendar' && unit === undefined) {
    return violation('complete', 'expiry.unit', 'is needed where points end with a calendar unit');
  }
  if (daysAtLeast(expiry) > pendingDays || (kind === 'calendar' && pendingDays === 0)) return undefined;
  return violation('ends-after-pending', 'expiry', 'points must not end before they can be used');
}

/** How many days points last that are earned at the worst moment. */
function daysAtLeast({ kind, months = 0, days, unit = 'year', after = 0 }: ExpiryPolicy): number {
  if (kind === 'rolling') return days ?? months * DAYS_IN.month;
  return kind === 'calendar' ? after * DAYS_IN[unit] : Infinity;
}

function checkTiers(policy: TierPolicy): Violation | undefined {
  const { metric, currency, period, months, tiers } = policy;
  if ((metric === 'spend') !== (currency !== undefined)) {
    const says =
      metric === 'spend' ? 'is needed where tiers count spending' : `means nothing where they count ${metric}`;
    return violation(metric === 'spend' ? 'complete' : 'applies', 'tiers.currency', says);
  }
  if ((period === 'rolling') !== (months !== undefined)) {
    const says = period === 'rolling' ? 'is needed: the length of the period' : 'means nothing in a calendar year';
    return violation(period === 'rolling' ? 'complete' : 'applies', 'tiers.months', says);
  }
  return (
    checkNames(
      tiers.map(({ tier }) => tier),
      'tiers.tiers',
      'tier',
    ) ??
    firstOf(tiers, 'tiers.tiers', ({ threshold, retain = threshold }, field) => {
      if (retain <= threshold) return undefined;
      return violation(
        'retain-within-threshold',
        `${field}.retain`,
        'must not ask for more than reaching the tier does',
      );
    }) ??
    firstOf(
      tiers.slice(1),
      'tiers.tiers',
      ({ threshold }, field, place) => {
        if (threshold > tiers[place]!.threshold) return undefined;
        return violation('rising', `${field}.threshold`, 'must be higher than that of the tier below');
      },
      1,
    )
  );
}

function checkNames(names: readonly string[], field: string, name: string): Violation | undefined {
  const again = names.findIndex((each, place) => names.indexOf(each) < place);
  return again < 0 ? undefined : violation('unique', `${field}.${again}.${name}`, `${names[again]} is there twice`);
}

function firstOf<Part>(
  parts: readonly Part[],
  field: string,
  check: (part: Part, field: string, place: number) => Violation | undefined,
  offset = 0,
): Violation | undefined {
  for (const [place, part] of parts.entries()) {
    const found = check(part, `${field}.${place + offset}`, place);
    if (found) return found;
  }
  return undefined;
}

function violation(rule: string, field: string, message: string): Violation {
  return { rule, field, message };
}
