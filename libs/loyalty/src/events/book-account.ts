import { CommandBody, Instant } from '#kernel';

@CommandBody({
  path: 'loyalty/bookings',
  about: 'Book what the dates already say, up to an instant: points that have expired, tiers that were kept or lost.',
})
export class BookAccount {
  @Instant({ about: 'Up to when; by default when the command happens', optional: true })
  until?: string;
}
