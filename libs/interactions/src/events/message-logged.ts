import { CountsAs, FactBody, OneOf, Text } from '#kernel';
import { type Direction, DIRECTIONS, Interaction } from './interaction.js';

export const MESSAGE_NETWORKS = ['sms', 'chat', 'messenger', 'site_chat'] as const;
export type MessageNetwork = (typeof MESSAGE_NETWORKS)[number];

@FactBody({
  version: 1,
  path: 'messages',
  about: 'A short message was received or sent: SMS, messenger or chat; `channel` says which.',
})
@CountsAs('interaction')
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

  @OneOf(MESSAGE_NETWORKS, { about: 'Kind of network that it went over; `channel` says which one', optional: true })
  network?: MessageNetwork;

  @Text({ about: 'To whom the bot or person handed the conversation over with it', max: 200, optional: true })
  handedOverTo?: string;

  @Text({ about: "The network's id of the message", max: 1_000, optional: true })
  messageId?: string;
}
