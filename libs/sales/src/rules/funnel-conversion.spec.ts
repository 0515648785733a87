import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { day, unit } from '../../../../test/support/funnel-unit.js';
import { conversion, type ConversionQuestion, pathOf } from './funnel-conversion.js';
import { type FunnelUnit, msOfDays } from './funnel-unit.js';

const asked = (changes: Partial<ConversionQuestion> & { days?: number } = {}): ConversionQuestion => {
  const { days, ...others } = changes;
  return {
    steps: ['lead', 'proposal', 'customer'],
    windowMs: days === undefined ? null : msOfDays(days),
    order: 'ordered',
    instant: day(1_000),
    ...others,
  };
};
const reached = (one: FunnelUnit, question: ConversionQuestion): number => pathOf(one, question)?.times.length ?? 0;
const figures = (units: FunnelUnit[], question: ConversionQuestion) =>
  conversion(
    units.flatMap((one) => pathOf(one, question) ?? []),
    question,
  );

const straight = unit([
  ['lead', 0],
  ['proposal', 10],
  ['customer', 30],
]);
const skipping = unit([
  ['lead', 0],
  ['customer', 5],
]);
const dropped = unit([
  ['lead', 0],
  ['lost', 3],
]);

describe('conversion', () => {
  it('is of those who entered the first step, step by step', () => {
    expect(figures([straight, skipping, dropped, dropped], asked())).toEqual({
      steps: [
        {
          step: 'lead',
          customers: 4,
          percentOfFirst: 100,
          percentOfPrevious: 100,
          dropOff: 0,
          dropOffPercent: 0,
          medianDays: 0,
          meanDays: 0,
        },
        {
          step: 'proposal',
          customers: 1,
          percentOfFirst: 25,
          percentOfPrevious: 25,
          dropOff: 3,
          dropOffPercent: 75,
          medianDays: 10,
          meanDays: 10,
        },
        {
          step: 'customer',
          customers: 1,
          percentOfFirst: 25,
          percentOfPrevious: 100,
          dropOff: 0,
          dropOffPercent: 0,
          medianDays: 30,
          meanDays: 30,
        },
      ],
      open: 3,
    });
    expect(figures([straight, skipping], asked({ steps: ['lead', 'customer'] })).steps[1]).toMatchObject({
      customers: 2,
      medianDays: 17.5,
      meanDays: 17.5,
    });
    expect(figures([], asked()).steps[1]).toMatchObject({ customers: 0, percentOfFirst: null, medianDays: null });
  });

  it('ends with the window, to the millisecond', () => {
    expect(reached(straight, asked({ days: 30 }))).toBe(3);
    expect(reached(straight, asked({ days: 29.999 }))).toBe(2);
    expect(reached(straight, asked({ days: 9 }))).toBe(1);
  });

  it('says who still has time', () => {
    const open = (instant: number, days?: number) =>
      figures([dropped, skipping], asked({ steps: ['lead', 'customer'], instant: day(instant), ...(days && { days }) }))
        .open;
    expect(open(9.9, 10)).toBe(1);
    expect(open(10, 10)).toBe(0);
    expect(open(500)).toBe(1);
  });

  it('is of the period in which the first step was entered, the first time in it', () => {
    const twice = unit([
      ['lead', 0],
      ['lost', 5],
      ['lead', 50],
      ['customer', 60],
    ]);
    const pair = { steps: ['lead', 'customer'] };
    expect(pathOf(twice, asked(pair))!.times).toEqual([0, 60].map((number) => Date.parse(day(number))));
    const later = asked({ ...pair, from: day(1), to: day(51) });
    expect(pathOf(twice, later)!.times).toEqual([50, 60].map((number) => Date.parse(day(number))));
    expect(pathOf(twice, asked({ ...pair, from: day(51) }))).toBeUndefined();
    expect(pathOf(twice, asked({ ...pair, from: day(1), to: day(50) }))).toBeUndefined();
  });

  it('asks for the order of the steps, or for none', () => {
    const back = unit([
      ['customer', 0],
      ['dormant', 40],
      ['lead', 50],
    ]);
    const pair = { steps: ['lead', 'customer'] };
    expect(reached(back, asked(pair))).toBe(1);
    expect(figures([back], asked({ ...pair, order: 'any' })).steps[1]).toMatchObject({ customers: 1, meanDays: -50 });
    expect(reached(back, asked({ ...pair, order: 'any', days: 49 }))).toBe(1);
    expect(reached(back, asked({ ...pair, order: 'any', days: 50 }))).toBe(2);
  });

  it('may go by types of facts, the first of each, as far as they had happened', () => {
    const one = unit([], { firstOf: { LeadCaptured: 10, OpportunityWon: 8, CallLogged: 900 } });
    const steps = ['LeadCaptured', 'OpportunityWon'];
    expect(reached(one, asked({ steps }))).toBe(1);
    expect(figures([one], asked({ steps, order: 'any' })).steps[1]).toMatchObject({ customers: 1, medianDays: -2 });
    expect(reached(one, asked({ steps: ['LeadCaptured', 'CallLogged'] }))).toBe(2);
    expect(reached(one, asked({ steps: ['LeadCaptured', 'CallLogged'], instant: day(899) }))).toBe(1);
    expect(reached(one, asked({ steps: ['VisitRecorded', 'CallLogged'] }))).toBe(0);
  });

  const stages = ['lead', 'proposal', 'customer', 'lost'];
  const way = fc
    .uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 6 })
    .chain((days) =>
      fc.tuple(
        ...days.sort((a, b) => a - b).map((entered) => fc.tuple(fc.constantFrom(...stages), fc.constant(entered))),
      ),
    )
    .map((steps) => unit(steps));

  it('never grows from step to step, drops what it does not keep, and more time never means fewer', () => {
    fc.assert(
      fc.property(
        fc.array(way, { maxLength: 20 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('ordered' as const, 'any' as const),
        (units, days, order) => {
          const { steps, open } = figures(units, asked({ days, order }));
          for (const [index, { customers, dropOff }] of steps.entries()) {
            expect(dropOff).toBe((steps[index - 1]?.customers ?? customers) - customers);
            expect(dropOff).toBeGreaterThanOrEqual(0);
          }
          expect(open).toBe(0);
          const longer = figures(units, asked({ days: days + 5, order })).steps;
          longer.forEach(({ customers }, index) => expect(customers).toBeGreaterThanOrEqual(steps[index]!.customers));
          if (order === 'ordered') {
            const anyOrder = figures(units, asked({ days, order: 'any' })).steps;
            anyOrder.forEach(({ customers }, index) =>
              expect(customers).toBeGreaterThanOrEqual(steps[index]!.customers),
            );
          }
        },
      ),
    );
  });
});
