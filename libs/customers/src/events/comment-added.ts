import { EventId, FactBody, Text } from '#kernel';

@FactBody({ version: 1, path: 'comments', about: 'Somebody commented on an event of the customer’s history.' })
export class CommentAdded {
  @EventId({ about: 'The event that is commented on: any of the customer’s' })
  onEvent!: string;

  @Text({ about: 'The comment', personal: true })
  text!: string;
}
