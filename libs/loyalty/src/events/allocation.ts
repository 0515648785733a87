import { Text, WholeNumber } from '#kernel';

/** Points of one lot: a movement says from or to which lots its points went, so that replaying only adds. */
export class Allocation {
  @Text({ about: 'Lot', max: 200 })
  lotId!: string;

  @WholeNumber({ about: 'Points of it', min: 1 })
  points!: number;
}
