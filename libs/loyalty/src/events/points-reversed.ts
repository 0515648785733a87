import { EventId, FactBody, ListOf, Text, WholeNumber } from '#kernel';
import { Allocation } from './allocation.js';
import { Programmed } from './programmed.js';

@FactBody({
  version: 1,
  decided: true,
  about: 'Points of a purchase were taken back because it was returned: from its own lot first.',
})
export class PointsReversed extends Programmed {
  @Text({ about: 'The lot that the purchase earned', max: 200 })
  lotId!: string;

  @EventId({ about: 'The fact because of which they were taken back' })
  sourceEventId!: string;

  @WholeNumber({ about: 'Points to take back: allocations, lapsed and shortfall together', min: 1 })
  points!: number;

  @ListOf(() => Allocation, { about: 'The lots that they came from', max: 100_000 })
  allocations!: Allocation[];

  @WholeNumber({ about: 'Points that had ended unused: gone already, nobody owes them' })
  lapsed!: number;

  @WholeNumber({ about: 'Points that no lot could give; they become debt' })
  shortfall!: number;
}
