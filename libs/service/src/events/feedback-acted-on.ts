import { FactBody, Text } from '#kernel';

@FactBody({ version: 1, path: 'feedback-actions', about: 'Something was done because of a feedback.' })
export class FeedbackActedOn {
  @Text({ about: "The feedback: the source's feedbackId, or the event's id where it has none", max: 200 })
  feedbackId!: string;

  @Text({ about: 'What was done, for instance answered, refunded, process_changed', max: 200 })
  action!: string;

  @Text({ about: 'The change that it led to, where it is written down elsewhere', max: 500, optional: true })
  changeRef?: string;

  @Text({ about: 'Who did it', max: 200, optional: true })
  by?: string;
}
