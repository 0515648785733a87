import { CountsAs, FactBody, OneOf, Part, Text, WholeNumber, WordList } from '#kernel';
import { CallRecording } from './call-recording.js';
import { callLoggedFrom1To2 } from './call-logged.upcaster.js';
import { type Direction, DIRECTIONS, Interaction } from './interaction.js';

@FactBody({
  version: 2,
  path: 'calls',
  about: 'A telephone call took place, or was tried.',
  upcasters: { 1: callLoggedFrom1To2 },
})
@CountsAs('interaction')
export class CallLogged extends Interaction {
  @OneOf(DIRECTIONS, { about: 'Who called: the customer (inbound) or the company (outbound)' })
  direction!: Direction;

  @WholeNumber({ about: 'Length of the talk in seconds', optional: true })
  durationSeconds?: number;

  @Text({ about: 'How it ended, for instance answered, missed, busy, voicemail', max: 100, optional: true })
  outcome?: string;

  @Text({ about: 'The number called or calling', max: 50, optional: true, personal: true })
  phoneNumber?: string;

  @OneOf(['cold', 'hot'], { about: 'cold: nothing known before; hot: interest was shown', optional: true })
  temperature?: 'cold' | 'hot';

  @Text({ about: 'The list of numbers that the call came from', max: 200, optional: true })
  listId?: string;

  @WordList({ about: 'Choices made in the automatic menu, in order', max: 50, optional: true })
  ivrPath?: string[];

  @Part(() => CallRecording, { about: 'The recording', optional: true, personal: true })
  recording?: CallRecording;
}
