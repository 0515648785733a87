import { percentOf, twoDecimals } from '#kernel';
import type { SurveyType } from '../events/index.js';
import type { Scale } from './survey-scale.js';

/** So many answers of one score. */
export interface ScoreCount {
  score: number;
  count: number;
}

/** A figure under the name of its formula, since the field uses one name for several. */
export interface SurveyFigure {
  name: 'NPS' | 'CSAT top-two' | 'CSAT mean' | 'CES mean';
  formula: string;
  /** null: of no answers. */
  value: number | null;
}

/** All answers to one kind of question on one scale; those of another scale cannot be taken together with them. */
export interface SurveyFigures {
  type: SurveyType;
  scale: Scale;
  /** Answers behind the figures. */
  n: number;
  figures: SurveyFigure[];
  /** Answers by score, the lowest first. */
  distribution: ScoreCount[];
}

const PROMOTER_FROM = 9;
const DETRACTOR_TO = 6;

/**
 * NPS = per cent of 9 and 10 less per cent of 0 to 6, from -100 to 100 (Reichheld 2003: 7 and 8 count as answers only).
 * CSAT is told both ways that are in use: share of the two highest answers of the scale, and mean. CES is a mean.
 */
export function surveyFigures(type: SurveyType, scale: Scale, counts: readonly ScoreCount[]): SurveyFigures {
  const distribution = [...counts].sort((a, b) => a.score - b.score);
  const n = countWhere(distribution, () => true);
  return { type, scale, n, figures: FIGURES[type](distribution, n, scale), distribution };
}

const FIGURES: Record<SurveyType, (counts: readonly ScoreCount[], n: number, scale: Scale) => SurveyFigure[]> = {
  NPS: (counts, n) => {
    const promoters = countWhere(counts, (score) => score >= PROMOTER_FROM);
    const detractors = countWhere(counts, (score) => score <= DETRACTOR_TO);
    return [{ name: 'NPS', formula: '% of 9-10 less % of 0-6', value: percentOf(promoters - detractors, n) }];
  },
  CSAT: (counts, n, { max }) => [
    {
      name: 'CSAT top-two',
      formula: `% of ${max - 1}-${max}`,
      value: percentOf(
        countWhere(counts, (score) => score >= max - 1),
        n,
      ),
    },
    meanFigure('CSAT mean', counts, n),
  ],
  CES: (counts, n) => [meanFigure('CES mean', counts, n)],
};

function meanFigure(name: SurveyFigure['name'], counts: readonly ScoreCount[], n: number): SurveyFigure {
  const sum = counts.reduce((total, { score, count }) => total + score * count, 0);
  return { name, formula: 'sum of answers / number of answers', value: n === 0 ? null : twoDecimals(sum / n) };
}

function countWhere(counts: readonly ScoreCount[], holds: (score: number) => boolean): number {
  return counts.reduce((sum, { score, count }) => (holds(score) ? sum + count : sum), 0);
}
