import { CountsAs, FactBody, Text, WholeNumber, WordList } from '#kernel';
import { Interaction } from './interaction.js';

@FactBody({ version: 1, path: 'meetings', about: 'People of both sides met, in one room or by video.' })
@CountsAs('interaction')
export class MeetingHeld extends Interaction {
  @Text({ about: 'Where they met', max: 500, optional: true })
  place?: string;

  @WordList({ about: 'Who took part', max: 100, optional: true, personal: true })
  participants?: string[];

  @WholeNumber({ about: 'Length in seconds', optional: true })
  durationSeconds?: number;

  @Text({ about: 'What came of it', max: 500, optional: true, personal: true })
  outcome?: string;

  @Text({ about: 'The planned meeting that this was; left out when it was not planned here', max: 200, optional: true })
  meetingId?: string;
}
