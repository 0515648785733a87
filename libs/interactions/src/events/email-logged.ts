import { CountsAs, FactBody, OneOf, Text } from '#kernel';
import { type Direction, DIRECTIONS, Interaction } from './interaction.js';

@FactBody({ version: 1, path: 'emails', about: 'An e-mail was received from the customer or sent to him.' })
@CountsAs('interaction')
export class EmailLogged extends Interaction {
  @OneOf(DIRECTIONS, { about: 'Who wrote: the customer (inbound) or the company (outbound)' })
  direction!: Direction;

  @Text({ about: "The customer's e-mail address", max: 320, optional: true, personal: true })
  emailAddress?: string;

  @Text({ about: 'Message-ID of the e-mail', max: 1_000, optional: true })
  messageId?: string;

  @Text({ about: 'Thread that it belongs to', max: 1_000, optional: true })
  threadId?: string;

  @Text({ about: 'Message-ID of the e-mail that this one answers', max: 1_000, optional: true })
  inReplyTo?: string;
}
