import { CountsAs, EventId, FactBody, OneOf, Text, WholeNumber } from '#kernel';

/** Net promoter score, customer satisfaction, customer effort score. */
export const SURVEY_TYPES = ['NPS', 'CSAT', 'CES'] as const;
export type SurveyType = (typeof SURVEY_TYPES)[number];

@FactBody({ version: 1, path: 'survey-answers', about: 'The customer answered a survey question with a number.' })
@CountsAs('contact')
export class SurveyAnswered {
  @OneOf(SURVEY_TYPES, { about: 'What the question measures: recommendation, satisfaction or effort' })
  type!: SurveyType;

  @WholeNumber({ about: 'His answer as he gave it, within the scale', min: -100, max: 100 })
  score!: number;

  @WholeNumber({
    about: 'Lowest answer there was; of NPS always 0, of CSAT and CES to be given',
    min: -100,
    max: 100,
    optional: true,
  })
  scaleMin?: number;

  @WholeNumber({
    about: 'Highest answer there was; of NPS always 10, of CSAT and CES to be given',
    min: -100,
    max: 100,
    optional: true,
  })
  scaleMax?: number;

  @Text({ about: 'Survey that it belongs to', max: 200, optional: true })
  surveyId?: string;

  @Text({ about: 'What was asked', max: 1_000, optional: true })
  question?: string;

  @Text({ about: 'What he added', optional: true, personal: true })
  comment?: string;

  @Text({ about: 'The way it took', max: 100, optional: true })
  channel?: string;

  @Text({ about: 'Shop, branch or department that it is about', max: 200, optional: true })
  store?: string;

  @Text({ about: 'Service request that it is about', max: 200, optional: true })
  requestId?: string;

  @EventId({ about: 'The earlier event that it is about', optional: true })
  refersTo?: string;
}
