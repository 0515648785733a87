import { decider, refuse } from '#kernel';
import type { SurveyAnswered } from '../events/index.js';
import { scaleOf } from '../rules/survey-scale.js';

/**
 * An answer lies within the scale of its question: 0 to 10 for NPS, else the one that it names. No history is asked, but
 * a rule over several fields holds for every way in only as a decision.
 */
export const surveys = decider<null>({
  decides: ['SurveyAnswered'],
  initialState: () => null,
  evolve: (state) => state,

  decide(fact) {
    const answer = fact.data as SurveyAnswered;
    const scale = scaleOf(answer);
    if (!scale) {
      const field = answer.scaleMin === undefined ? 'scaleMin' : 'scaleMax';
      const bounds = answer.type === 'NPS' ? 'NPS is asked from 0 to 10' : 'scaleMin and a higher scaleMax are needed';
      refuse('known-scale', field, bounds);
    }
    if (answer.score < scale.min || answer.score > scale.max) {
      refuse('score-within-scale', 'score', `must lie between ${scale.min} and ${scale.max}`);
    }
    return [fact];
  },
});
