import { FactBody, OneOf, Text } from '#kernel';

@FactBody({
  version: 1,
  path: 'social-activities',
  about: 'The customer said or did something in public on a social network; it was not said to the company.',
})
export class SocialActivityObserved {
  @Text({ about: 'The network', max: 100 })
  network!: string;

  @OneOf(['negative', 'neutral', 'positive'], { about: 'Whether he likes what it is about' })
  polarity!: 'negative' | 'neutral' | 'positive';

  @Text({ about: 'Brand that it is about', max: 200, optional: true })
  brand?: string;

  @Text({ about: 'Topic that it is about', max: 200, optional: true })
  topic?: string;

  @Text({ about: 'What he did, for instance post, review, like, share', max: 100, optional: true })
  activity?: string;

  @Text({ about: 'Where it can be seen', max: 2_000, optional: true, personal: true })
  url?: string;

  @Text({ about: 'What he said', optional: true, personal: true })
  text?: string;
}
