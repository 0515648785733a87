import { Instant, Text, WholeNumber } from '#kernel';

/** A lot that a movement makes: points with their own start and expiry. Its id is unique in the ledger. */
export class Lot {
  @Text({ about: 'Id of the lot', max: 200 })
  lotId!: string;

  @WholeNumber({ about: 'Points' })
  points!: number;

  @Instant({ about: 'When they were earned' })
  earnedAt!: string;

  @Instant({ about: 'From when on they can be used' })
  availableFrom!: string;

  @Instant({ about: 'From then on they are gone; without it, never', optional: true })
  expiresAt?: string;
}

/** A lot that takes over from another: it keeps that one's times. */
export class InheritedLot extends Lot {
  @Text({ about: 'The lot that the points come from', max: 200 })
  fromLotId!: string;
}
