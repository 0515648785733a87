import { CountsAs, FactBody, OneOf, Text, WholeNumber } from '#kernel';
import { Interaction } from './interaction.js';

@FactBody({ version: 1, path: 'visits', about: 'Somebody came to the site or into a shop.' })
@CountsAs('interaction')
export class VisitRecorded extends Interaction {
  @OneOf(['site', 'shop'], { about: 'Where' })
  place!: 'site' | 'shop';

  @Text({ about: 'Page that was looked at', max: 2_000, optional: true })
  page?: string;

  @Text({ about: 'Where the visitor came from', max: 2_000, optional: true })
  referrer?: string;

  @Text({ about: 'Cookie or device id of a visitor not yet known by name', max: 200, optional: true, personal: true })
  anonymousId?: string;

  @WholeNumber({ about: 'Length in seconds', optional: true })
  durationSeconds?: number;
}
