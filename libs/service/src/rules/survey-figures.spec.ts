import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { surveyFigures } from './survey-figures.js';
import { NPS_SCALE } from './survey-scale.js';

const counts = (...scores: number[]) => scores.map((score) => ({ score, count: 1 }));

describe('survey figures', () => {
  it('take 9 and 10 for promoters, 0 to 6 for detractors, 7 and 8 for neither', () => {
    const every = surveyFigures('NPS', NPS_SCALE, counts(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    expect(every).toMatchObject({
      n: 11,
      figures: [{ name: 'NPS', formula: '% of 9-10 less % of 0-6', value: -45.45 }],
    });
    expect(surveyFigures('NPS', NPS_SCALE, counts(7, 8)).figures[0]!.value).toBe(0);
    expect(surveyFigures('NPS', NPS_SCALE, counts(6)).figures[0]!.value).toBe(-100);
    expect(surveyFigures('NPS', NPS_SCALE, counts(9)).figures[0]!.value).toBe(100);
  });

  it('tell satisfaction as the share of the two highest answers and as a mean', () => {
    const five = { min: 1, max: 5 };
    const figures = surveyFigures('CSAT', five, [
      { score: 5, count: 2 },
      { score: 4, count: 1 },
      { score: 1, count: 3 },
    ]);
    expect(figures.n).toBe(6);
    expect(figures.figures.map(({ name, value }) => [name, value])).toEqual([
      ['CSAT top-two', 50],
      ['CSAT mean', 2.83],
    ]);
    expect(figures.distribution.map(({ score }) => score)).toEqual([1, 4, 5]);
  });

  it('tell effort as a mean, and nothing of no answers', () => {
    const seven = { min: 1, max: 7 };
    expect(surveyFigures('CES', seven, counts(2, 5)).figures).toMatchObject([{ name: 'CES mean', value: 3.5 }]);
    expect(surveyFigures('CES', seven, []).figures[0]!.value).toBeNull();
    expect(surveyFigures('NPS', NPS_SCALE, [])).toMatchObject({ n: 0, figures: [{ value: null }] });
  });

  it('lie between -100 and 100 and change sign with the answers’ roles', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1 }), (scores) => {
        const value = surveyFigures('NPS', NPS_SCALE, counts(...scores)).figures[0]!.value!;
        const turned = scores.map((score) => (score >= 9 ? 0 : score <= 6 ? 10 : score));
        expect(Math.abs(value)).toBeLessThanOrEqual(100);
        expect(surveyFigures('NPS', NPS_SCALE, counts(...turned)).figures[0]!.value! + value).toBe(0);
      }),
    );
  });
});
