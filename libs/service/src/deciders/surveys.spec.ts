import { describe, it } from '@jest/globals';
import { SurveyAnswered } from '../events/index.js';
import { fact, given } from '../../../../test/support/given.js';
import { surveys } from './surveys.js';

const nps = (score: number, scale: object = {}) => fact(SurveyAnswered, { type: 'NPS', score, ...scale });
const csat = (score: number, scaleMin?: number, scaleMax?: number) =>
  fact(SurveyAnswered, {
    type: 'CSAT',
    score,
    ...(scaleMin === undefined ? {} : { scaleMin }),
    ...(scaleMax === undefined ? {} : { scaleMax }),
  });

describe('survey answers', () => {
  it('on recommendation lie between 0 and 10', () => {
    for (const score of [0, 6, 10]) given(surveys, []).when(nps(score)).thenRecorded();
    given(surveys, [])
      .when(nps(3, { scaleMin: 0, scaleMax: 10 }))
      .thenRecorded();
    given(surveys, []).when(nps(11)).thenRefused('score-within-scale', 'score');
    given(surveys, []).when(nps(-1)).thenRefused('score-within-scale', 'score');
    given(surveys, [])
      .when(nps(3, { scaleMin: 1, scaleMax: 10 }))
      .thenRefused('known-scale', 'scaleMax');
  });

  it('on satisfaction and effort lie on the scale that they name', () => {
    given(surveys, [])
      .when(csat(5, 1, 5))
      .thenRecorded();
    given(surveys, [])
      .when(csat(6, 1, 5))
      .thenRefused('score-within-scale', 'score');
    given(surveys, [])
      .when(csat(0, 1, 5))
      .thenRefused('score-within-scale', 'score');
    given(surveys, []).when(csat(5)).thenRefused('known-scale', 'scaleMin');
    given(surveys, []).when(csat(5, 1)).thenRefused('known-scale', 'scaleMax');
    given(surveys, [])
      .when(csat(5, 5, 5))
      .thenRefused('known-scale', 'scaleMax');
  });

  it('may be given again: each is a fact of its own', () => {
    given(surveys, [nps(9)])
      .when(nps(9))
      .thenRecorded();
  });
});
