import { CommandBody, EventId, FactBody, ListOf, OneOf, Text, WholeNumber } from '#kernel';
import { Allocation } from './allocation.js';
import { InheritedLot } from './lot.js';
import { Programmed } from './programmed.js';

@CommandBody({
  path: 'loyalty/transfers',
  byRouteOnly: true,
  about: 'Give points to another customer; they keep their expiry.',
})
export class TransferPoints {
  @WholeNumber({ about: 'Points to give', min: 1 })
  points!: number;

  @EventId({ about: 'Id of the customer who gets them' })
  toCustomer!: string;

  @Text({ about: 'Programme; not needed while the customer has points of one only', max: 100, optional: true })
  program?: string;

  @Text({ about: 'Why', max: 500, optional: true })
  reason?: string;
}

@CommandBody({ internal: true, about: 'Take in the points of a transfer that the other customer made.' })
export class ReceivePoints extends Programmed {
  @Text({ about: 'Id of the transfer', max: 200 })
  transferId!: string;

  @EventId({ about: 'Id of the customer who gave them' })
  fromCustomer!: string;

  @ListOf(() => InheritedLot, { about: 'The lots, as the transfer names them', min: 1, max: 100_000 })
  lots!: InheritedLot[];

  @Text({ about: 'Why', max: 500, optional: true })
  reason?: string;
}

@FactBody({ version: 1, decided: true, about: 'Points went to another customer, or came from one.' })
export class PointsTransferred extends Programmed {
  @Text({ about: 'Id of the transfer, the same with both customers', max: 200 })
  transferId!: string;

  @OneOf(['out', 'in'], { about: 'Given to the other customer (out), or come from him (in)' })
  direction!: 'out' | 'in';

  @EventId({ about: 'Id of the other customer' })
  otherCustomer!: string;

  @WholeNumber({ about: 'Points', min: 1 })
  points!: number;

  @ListOf(() => Allocation, { about: 'out: the lots that they came from', max: 100_000, optional: true })
  allocations?: Allocation[];

  @ListOf(() => InheritedLot, {
    about: 'The lots that the other customer gets, or that were made here: the same in both, with the expiry they had',
    min: 1,
    max: 100_000,
  })
  lots!: InheritedLot[];

  @Text({ about: 'Why', max: 500, optional: true })
  reason?: string;
}
