import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Duration, medianSurvival, survivalCurve } from './kaplan-meier.js';

const ended = (...lengths: number[]): Duration[] => lengths.map((length) => ({ length, ended: true }));
const open = (...lengths: number[]): Duration[] => lengths.map((length) => ({ length, ended: false }));

/**
 * Weeks of remission of leukaemia patients: Freireich and others, Blood 21 (1963), 699-716, the example of most
 * textbooks since Gehan, Biometrika 52 (1965), 203-223.
 */
const WITH_6_MP = [...ended(6, 6, 6, 7, 10, 13, 16, 22, 23), ...open(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)];
const WITH_PLACEBO = ended(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23);

describe('the estimate of Kaplan and Meier', () => {
  it('is the published one for the treated patients, of whom many were still in remission', () => {
    const curve = survivalCurve(WITH_6_MP);
    expect(
      curve.map(({ length, atRisk, ended: count, survival }) => [length, atRisk, count, survival.toFixed(3)]),
    ).toEqual([
      [6, 21, 3, '0.857'],
      [7, 17, 1, '0.807'],
      [10, 15, 1, '0.753'],
      [13, 12, 1, '0.690'],
      [16, 11, 1, '0.627'],
      [22, 7, 1, '0.538'],
      [23, 6, 1, '0.448'],
    ]);
    expect(medianSurvival(curve)).toBe(23);
  });

  it('is the published one for the others, all of whom had relapsed', () => {
    const curve = survivalCurve(WITH_PLACEBO);
    expect(curve.map(({ survival }) => survival.toFixed(3))).toEqual([
      '0.905',
      '0.810',
      '0.762',
      '0.667',
      '0.571',
      '0.381',
      '0.286',
      '0.190',
      '0.143',
      '0.095',
      '0.048',
      '0.000',
    ]);
    expect(medianSurvival(curve)).toBe(8);
  });

  it('says nothing of a half that has not ended', () => {
    expect(medianSurvival(survivalCurve([]))).toBeNull();
    expect(medianSurvival(survivalCurve(open(1, 2, 3)))).toBeNull();
    expect(medianSurvival(survivalCurve([...ended(1), ...open(2, 3)]))).toBeNull();
    // Neither the median of what ended (1) nor that of all as they are (2).
    expect(medianSurvival(survivalCurve([...ended(1, 3), ...open(2)]))).toBe(3);
  });

  it('counts what was last seen at a length as lasting longer', () => {
    expect(survivalCurve([...ended(5), ...open(5)])).toEqual([{ length: 5, atRisk: 2, ended: 1, survival: 0.5 }]);
  });

  const lengths = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 200 });

  it('is a plain count where everything has ended', () => {
    fc.assert(
      fc.property(lengths, (all) => {
        const curve = survivalCurve(ended(...all));
        for (const { length, survival } of curve) {
          expect(survival).toBeCloseTo(all.filter((each) => each > length).length / all.length, 9);
        }
        const sorted = [...all].sort((a, b) => a - b);
        expect(medianSurvival(curve)).toBe(sorted[Math.ceil(all.length / 2) - 1]);
      }),
    );
  });

  it('never rises, whatever is open, and is never below the count that takes open ones for ended', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.boolean()), { maxLength: 200 }), (cases) => {
        const durations = cases.map(([length, isEnded]) => ({ length, ended: isEnded }));
        let before = 1;
        for (const { length, survival } of survivalCurve(durations)) {
          expect(survival).toBeLessThan(before);
          expect(survival + 1e-9).toBeGreaterThanOrEqual(cases.filter(([each]) => each > length).length / cases.length);
          before = survival;
        }
      }),
    );
  });
});
