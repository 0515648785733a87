import { FactBody, Text } from '#kernel';

@FactBody({ version: 1, path: 'loyalty/cards', about: 'The customer got a card.' })
export class CardIssued {
  @Text({ about: 'Number of the card', max: 200, personal: true })
  cardId!: string;

  @Text({ about: 'Programme', max: 100, optional: true })
  program?: string;

  @Text({ about: 'What kind of card, for instance plastic, app', max: 100, optional: true })
  kind?: string;
}

@FactBody({ version: 1, path: 'loyalty/card-blocks', about: 'A card was blocked.' })
export class CardBlocked {
  @Text({ about: 'Number of the card', max: 200, personal: true })
  cardId!: string;

  @Text({ about: 'Why, for instance lost, stolen, misuse', max: 500 })
  reason!: string;
}

@FactBody({ version: 1, path: 'loyalty/card-replacements', about: 'A card was replaced by a new one.' })
export class CardReplaced {
  @Text({ about: 'Number of the card', max: 200, personal: true })
  cardId!: string;

  @Text({ about: 'Number of the new card', max: 200, personal: true })
  newCardId!: string;

  @Text({ about: 'Why', max: 500, optional: true })
  reason?: string;
}
