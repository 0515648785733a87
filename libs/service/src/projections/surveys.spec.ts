import { describe, expect, it } from '@jest/globals';
import { fold } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded } from '../../../../test/support/recorded.js';
import { FeedbackReceived, SurveyAnswered } from '../events/index.js';
import { surveyAnswerTable } from './surveys.js';

describe('survey answers', () => {
  it('are one row each, on the scale of their question', () => {
    const nps = recorded(SurveyAnswered, { type: 'NPS', score: 9 }, { position: 1 });
    const ces = recorded(
      SurveyAnswered,
      { type: 'CES', score: 2, scaleMin: 1, scaleMax: 7, store: 'north' },
      { position: 2 },
    );
    const other = recorded(FeedbackReceived, { kind: 'question' }, { position: 3 });
    const rows = fold(surveyAnswerTable, [nps, ces, other]);
    expect([...rows.values()]).toMatchObject([
      { survey_answer: nps.id, customer_id: CUSTOMER, type: 'NPS', score: 9, scale_min: 0, scale_max: 10 },
      { survey_answer: ces.id, type: 'CES', score: 2, scale_min: 1, scale_max: 7, store: 'north' },
    ]);
  });

  it('on no scale cannot be projected', () => {
    const bad = recorded(SurveyAnswered, { type: 'CSAT', score: 2 }, { position: 1 });
    expect(() => fold(surveyAnswerTable, [bad])).toThrow('is on no scale');
  });
});
