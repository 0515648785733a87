import fc from 'fast-check';
import type { ProgramPublished } from '#loyalty';

/** What happens next in a simulated world. Numbers that choose among what is there are taken modulo how much there is. */
export type Step =
  | { do: 'wait'; hours: number }
  | {
      do: 'buy';
      who: number;
      amount: number;
      currency: string;
      lines: Line[];
      again: number;
      store: string;
      ago: number;
    }
  | { do: 'accept'; who: number; points: number; ago: number }
  | { do: 'return'; who: number; which: number; perMille: number; ago: number }
  | { do: 'redeem'; who: number; points: number; program: string | undefined; ago: number }
  | { do: 'refund'; who: number; which: number; points: number | undefined; ago: number }
  | { do: 'adjust'; who: number; points: number; program: string; ago: number }
  | { do: 'transfer'; from: number; to: number; points: number; program: string; ago: number }
  | { do: 'deliver' }
  | { do: 'book'; who: number; ago: number }
  | { do: 'repeat'; which: number }
  | { do: 'publish'; rules: PublishedRules };

export interface Line {
  sku: string;
  quantity: number;
  unitPrice: number;
}

export interface PublishedRules extends Omit<ProgramPublished, 'programVersion' | 'effectiveFrom'> {
  /** Days from now, back or ahead. */
  inDays: number;
}

export const CUSTOMERS = 3;
const PROGRAMS = ['points', 'gold'] as const;

/** One customer has most of it, so that his history is long. */
const who = fc.constantFrom(0, 0, 0, 0, 1, 2);
const which = fc.nat(50);
const points = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 400 }));
const program = fc.constantFrom(...PROGRAMS, 'points', 'points');
/** Hours that a report comes late; most do not. */
const ago = fc.oneof(
  { weight: 8, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 200 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 1_500 }) },
);
const sku = fc.constantFrom('tea', 'cup', 'pot');
const lines = fc.array(fc.record({ sku, quantity: fc.nat(3), unitPrice: fc.nat(4_000) }), { maxLength: 3 });

const caps = fc.array(
  fc.record({ points: fc.nat(400), per: fc.constantFrom('fact', 'day', 'month', 'year', 'ever') }),
  { maxLength: 2 },
);
const noneOrCaps = fc.option(caps, { nil: undefined, freq: 3 });
const exclude = fc.option(
  fc.record({ skus: fc.array(sku, { maxLength: 1 }), stores: fc.constantFrom<string[]>([], ['outlet']) }),
  {
    nil: undefined,
  },
);

const rule = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      base: fc.constant('money' as const),
      points: fc.nat(5),
      per: fc.integer({ min: 1, max: 500 }),
      exclude,
      caps: noneOrCaps,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      base: fc.constant('money' as const),
      points: fc.nat(3),
      per: fc.integer({ min: 1, max: 700 }),
      currency: fc.constantFrom('USD', 'JPY'),
      caps: noneOrCaps,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      base: fc.constant('unit' as const),
      points: fc.nat(20),
      per: fc.integer({ min: 1, max: 3 }),
      exclude,
      caps: noneOrCaps,
    }),
  },
  { weight: 1, arbitrary: fc.record({ base: fc.constant('order' as const), points: fc.nat(50), caps: noneOrCaps }) },
  {
    weight: 1,
    arbitrary: fc.record({
      base: fc.constant('stated' as const),
      factType: fc.constant('OfferAccepted'),
      field: fc.constant('rewardPoints'),
      caps: noneOrCaps,
    }),
  },
);

const expiry = fc.oneof(
  fc.constant({ kind: 'none' as const }),
  fc.record({ kind: fc.constant('rolling' as const), days: fc.integer({ min: 11, max: 70 }) }),
  fc.record({ kind: fc.constant('rolling' as const), months: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    kind: fc.constant('calendar' as const),
    unit: fc.constantFrom('month' as const, 'quarter' as const),
    after: fc.constantFrom(1, 2),
  }),
);

const tiers = fc
  .record({
    metric: fc.constantFrom('points' as const, 'count' as const, 'spend' as const),
    rolling: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    downgrade: fc.constantFrom('none' as const, 'one_down' as const, 'to_qualified' as const),
    first: fc.integer({ min: 1, max: 100 }),
    step: fc.integer({ min: 1, max: 200 }),
    retain: fc.option(fc.constant(1), { nil: undefined }),
  })
  .map(({ metric, rolling, downgrade, first, step, retain }) => ({
    metric,
    downgrade,
    ...(metric === 'spend' ? { currency: 'USD' } : {}),
    ...(rolling === undefined ? { period: 'calendar_year' as const } : { period: 'rolling' as const, months: rolling }),
    tiers: [
      { tier: 'silver', threshold: first, ...(retain === undefined ? {} : { retain }) },
      { tier: 'gold', threshold: first + step },
    ],
  }));

const rules = fc.record({
  program,
  inDays: fc.integer({ min: -30, max: 30 }),
  earning: fc
    .array(rule, { maxLength: 3 })
    .map((all) => all.map((each, place) => ({ rule: `rule-${place}`, ...each }))),
  caps: noneOrCaps,
  rounding: fc.constantFrom('down', 'half_up', 'up', undefined),
  pendingDays: fc.constantFrom(undefined, 0, 3, 10),
  expiry: fc.option(expiry, { nil: undefined, freq: 6 }),
  reverseFromOtherLots: fc.option(fc.boolean(), { nil: undefined }),
  reinstateDays: fc.constantFrom(undefined, 5, 30),
  tiers: fc.option(tiers, { nil: undefined }),
  value: fc.constantFrom(undefined, { amount: 1, currency: 'USD' }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 600 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('buy' as const),
      who,
      amount: fc.nat(60_000),
      currency: fc.constantFrom('USD', 'USD', 'USD', 'JPY', 'KWD'),
      lines,
      again: fc.nat(9),
      store: fc.constantFrom('centre', 'outlet'),
      ago,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('accept' as const), who, points, ago }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('return' as const),
      who,
      which,
      perMille: fc.constantFrom(1, 250, 500, 999, 1_000),
      ago,
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant('redeem' as const),
      who,
      points,
      program: fc.option(program, { nil: undefined }),
      ago,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('refund' as const),
      who,
      which,
      points: fc.option(points, { nil: undefined }),
      ago,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('adjust' as const),
      who,
      points: fc.integer({ min: -100, max: 200 }),
      program,
      ago,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('transfer' as const), from: who, to: who, points, program, ago }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'deliver' as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('book' as const), who, ago }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('repeat' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('publish' as const), rules }) },
) as fc.Arbitrary<Step>;

/** A first programme more often than not, then whatever happens. */
export const history = fc
  .tuple(
    fc.option(rules.map((each): Step => ({ do: 'publish', rules: { ...(each as PublishedRules), inDays: -30 } }))),
    fc.array(step, { minLength: 15, maxLength: 45, size: 'max' }),
  )
  .map(([first, steps]) => (first ? [first, ...steps] : steps));
