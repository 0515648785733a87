import { customerOfStream, projectedTable, type Projection } from '#kernel';
import type { SurveyAnswered, SurveyType } from '../events/index.js';
import { scaleOf } from '../rules/survey-scale.js';

/** One answer to a survey, as it was given. */
export interface SurveyAnswerRow {
  /** Id of the event. */
  survey_answer: string;
  first_position: number;
  customer_id: string;
  source: string;
  occurred_at: string;
  type: SurveyType;
  score: number;
  scale_min: number;
  scale_max: number;
  survey_id: string | null;
  channel: string | null;
  store: string | null;
  request_id: string | null;
  /** The event that it is about. */
  refers_to: string | null;
}

export const surveyAnswerTable = projectedTable<SurveyAnswerRow>({
  name: 'survey_answer',
  columns: {
    survey_answer: 'uuid',
    first_position: 'bigint',
    customer_id: 'uuid',
    source: 'text',
    occurred_at: 'timestamptz',
    type: 'text',
    score: 'integer',
    scale_min: 'integer',
    scale_max: 'integer',
    survey_id: 'text',
    channel: 'text',
    store: 'text',
    request_id: 'text',
    refers_to: 'uuid',
  },
  key: 'survey_answer',
  indexes: ['(first_position)', '(customer_id)', '(type, occurred_at)'],
  keysOf: (event) =>
    event.type === 'SurveyAnswered' && customerOfStream(event.stream) !== undefined ? [event.id] : [],

  evolve(_, { id, stream, position, data, metadata }) {
    const answer = data as SurveyAnswered;
    const scale = scaleOf(answer);
    if (!scale) throw new Error(`survey answer ${id} is on no scale`);
    return {
      survey_answer: id,
      first_position: Number(position),
      customer_id: customerOfStream(stream)!,
      source: metadata.source,
      occurred_at: metadata.occurredAt,
      type: answer.type,
      score: answer.score,
      scale_min: scale.min,
      scale_max: scale.max,
      survey_id: answer.surveyId ?? null,
      channel: answer.channel ?? null,
      store: answer.store ?? null,
      request_id: answer.requestId ?? null,
      refers_to: answer.refersTo ?? null,
    };
  },
});

/** Every answer to a survey as a row of its own; scores are made of them when they are asked for. */
export const surveyAnswers: Projection = { name: 'surveys', version: 1, scope: 'stream', tables: [surveyAnswerTable] };
