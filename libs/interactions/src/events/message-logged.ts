import { FactBody, OneOf, Text } from '#kernel';
import { type Direction, DIRECTIONS, Interaction } from './interaction.js';

@FactBody({
  version: 1,
  path: 'messages',
  about: 'A short message was received or sent: SMS, messenger or chat; `channel` says which.',
})
export class MessageLogged extends Interaction {
  @OneOf(DIRECTIONS, { about: 'Who wrote: the customer (inbound) or the company (outbound)' })
  direction!: Direction;

  @Text({ about: 'The message', optional: true, personal: true })
  text?: string;

  @Text({ about: 'Conversation that it belongs to', max: 1_000, optional: true })
  threadId?: string;

  @Text({ about: 'Page of the site where the chat was opened', max: 2_000, optional: true })
  page?: string;

  @OneOf(['bot', 'person'], { about: "Who wrote or answered on the company's side", optional: true })
  handledBy?: 'bot' | 'person';

  @OneOf(['sent', 'delivered', 'failed'], { about: 'How far an outbound message came', optional: true })
  delivery?: 'sent' | 'delivered' | 'failed';
}
