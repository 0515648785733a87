import { CommandBody, FactBody, ListOf, Text, WholeNumber } from '#kernel';
import { Allocation } from './allocation.js';
import { InheritedLot } from './lot.js';
import { Programmed } from './programmed.js';

@CommandBody({ path: 'loyalty/redemption-refunds', about: 'Give back the points of a redemption, all or some.' })
export class RefundRedemption {
  @Text({ about: 'Id of the redemption', max: 200 })
  redemptionId!: string;

  @WholeNumber({ about: 'Points to give back; by default all that are left of it', min: 1, optional: true })
  points?: number;

  @Text({ about: 'Why', max: 500, optional: true })
  reason?: string;
}

@FactBody({
  version: 1,
  decided: true,
  about: 'Points of a redemption came back: to the lots that they came from, as far as those still last.',
})
export class RedemptionRefunded extends Programmed {
  @Text({ about: 'Id of the redemption', max: 200 })
  redemptionId!: string;

  @WholeNumber({
    about: 'Points of the redemption that were undone: returned, reinstated and forfeited together',
    min: 1,
  })
  points!: number;

  @ListOf(() => Allocation, { about: 'Returned to the lots that they came from', max: 100_000 })
  allocations!: Allocation[];

  @ListOf(() => InheritedLot, { about: 'New lots in the place of those that expired meanwhile', max: 100_000 })
  reinstated!: InheritedLot[];

  @WholeNumber({ about: 'Points that are lost because their lots expired meanwhile' })
  forfeited!: number;

  @ListOf(() => Allocation, { about: 'Forfeited: the lots that they came from', max: 100_000 })
  forfeitedFrom!: Allocation[];

  @Text({ about: 'Why', max: 500, optional: true })
  reason?: string;
}
