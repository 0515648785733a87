import { FactBody, Instant, Text, WholeNumber } from '#kernel';
import { Programmed } from './programmed.js';

@FactBody({
  version: 1,
  decided: true,
  about: 'What was left of a lot when it ended was booked. The points were gone before: its dates say so.',
})
export class PointsExpired extends Programmed {
  @Text({ about: 'Lot', max: 200 })
  lotId!: string;

  @WholeNumber({ about: 'Points that were left of it', min: 1 })
  points!: number;

  @Instant({ about: 'When they ended' })
  effectiveAt!: string;
}
