import { CountsAs, EventId, FactBody, OneOf, Text } from '#kernel';
import { SEVERITIES, type Severity } from './service-request-opened.js';

export const FEEDBACK_KINDS = ['compliment', 'complaint', 'suggestion', 'question'] as const;
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];

@FactBody({ version: 1, path: 'feedback', about: 'The customer said what he thinks of the company, or asked it.' })
@CountsAs('contact')
export class FeedbackReceived {
  @OneOf(FEEDBACK_KINDS, { about: 'What kind of feedback it is' })
  kind!: FeedbackKind;

  @Text({
    about: "The source's id of the feedback; what is done about it names it, or the event's id where it has none",
    max: 200,
    optional: true,
  })
  feedbackId?: string;

  @Text({ about: 'What it is about, for instance staff, price, quality, billing', max: 200, optional: true })
  category?: string;

  @OneOf(SEVERITIES, { about: 'How bad it is', optional: true })
  severity?: Severity;

  @Text({ about: 'Shop, branch or department', max: 200, optional: true })
  store?: string;

  @Text({ about: 'The way it took, for instance hotline, email, site_chat, in_person', max: 100, optional: true })
  channel?: string;

  @Text({ about: 'What he said', optional: true, personal: true })
  text?: string;

  @Text({ about: 'Product that it is about', max: 200, optional: true })
  product?: string;

  @Text({ about: 'Whom of the company it is about', max: 200, optional: true })
  employee?: string;

  @Text({ about: 'Service request that it led to or came from', max: 200, optional: true })
  requestId?: string;

  @EventId({ about: 'The earlier event that it is about', optional: true })
  refersTo?: string;
}
