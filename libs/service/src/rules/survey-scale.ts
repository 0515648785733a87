import type { SurveyAnswered } from '../events/index.js';

/** Lowest and highest answer to a question. */
export interface Scale {
  min: number;
  max: number;
}

export const NPS_SCALE: Scale = { min: 0, max: 10 };

/** The scale that an answer was given on; undefined when it says none, or one that cannot be. */
export function scaleOf({
  type,
  scaleMin,
  scaleMax,
}: Pick<SurveyAnswered, 'type' | 'scaleMin' | 'scaleMax'>): Scale | undefined {
  if (type === 'NPS') {
    const { min, max } = NPS_SCALE;
    return (scaleMin ?? min) === min && (scaleMax ?? max) === max ? NPS_SCALE : undefined;
  }
  if (scaleMin === undefined || scaleMax === undefined || scaleMin >= scaleMax) return undefined;
  return { min: scaleMin, max: scaleMax };
}
