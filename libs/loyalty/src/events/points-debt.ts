import { EventId, FactBody, ListOf, WholeNumber } from '#kernel';
import { Allocation } from './allocation.js';
import { Programmed } from './programmed.js';

@FactBody({ version: 1, decided: true, about: 'Points are owed: more had to be taken back than was there.' })
export class PointsDebtIncurred extends Programmed {
  @WholeNumber({ about: 'Points', min: 1 })
  points!: number;

  @EventId({ about: 'The fact because of which they are owed' })
  sourceEventId!: string;
}

@FactBody({ version: 1, decided: true, about: 'Owed points were repaid out of new ones, before those could be used.' })
export class PointsDebtRepaid extends Programmed {
  @WholeNumber({ about: 'Points', min: 1 })
  points!: number;

  @ListOf(() => Allocation, { about: 'The lots that they came from', min: 1, max: 100_000 })
  allocations!: Allocation[];

  @EventId({ about: 'The fact that brought the new points, or whose command asked for them' })
  sourceEventId!: string;
}
