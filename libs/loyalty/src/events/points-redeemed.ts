import { CommandBody, FactBody, ListOf, Money, Part, Text, WholeNumber } from '#kernel';
import { Allocation } from './allocation.js';
import { Programmed } from './programmed.js';

@CommandBody({ path: 'loyalty/redemptions', about: 'Use points, for a reward or as payment.' })
export class RedeemPoints {
  @WholeNumber({ about: 'Points to use', min: 1 })
  points!: number;

  @Text({ about: 'Programme; not needed while the customer has points of one only', max: 100, optional: true })
  program?: string;

  @Text({ about: "The caller's id of the redemption; by default the command's event id", max: 200, optional: true })
  redemptionId?: string;

  @Text({ about: 'What they were used for', max: 500, optional: true })
  reward?: string;

  @Text({ about: 'Purchase that was paid with them', max: 200, optional: true })
  purchaseId?: string;
}

@FactBody({ version: 1, decided: true, about: 'Points were used; which lots they came from.' })
export class PointsRedeemed extends Programmed {
  @Text({ about: 'Id of the redemption', max: 200 })
  redemptionId!: string;

  @WholeNumber({ about: 'Points', min: 1 })
  points!: number;

  @ListOf(() => Allocation, {
    about: 'The lots that they came from, what ends first before the rest',
    min: 1,
    max: 100_000,
  })
  allocations!: Allocation[];

  @Text({ about: 'What they were used for', max: 500, optional: true })
  reward?: string;

  @Text({ about: 'Purchase that was paid with them', max: 200, optional: true })
  purchaseId?: string;

  @Part(() => Money, { about: 'What they were worth by the programme', optional: true })
  value?: Money;
}
