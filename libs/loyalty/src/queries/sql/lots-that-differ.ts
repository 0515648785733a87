/**
 * Lots of which a figure is not what their movements add up to, or of which more or less was booked as expired than was
 * left when they ended: at most $1 of them, with how many there are in all.
 */
export const LOTS_THAT_DIFFER = `
  with moved as (
    select lot_id, sum(points) as remaining,
      -coalesce(sum(points) filter (where kind = 'expired'), 0) as booked,
      coalesce(sum(points) filter (where kind <> 'expired'), 0) as left_over
    from read.loyalty_movement
    where lot_id is not null
    group by lot_id
  )
  select lot_id as "lotId", lot.customer_id as "customerId",
    coalesce(lot.remaining, 0)::text as remaining, coalesce(moved.remaining, 0)::text as moved,
    coalesce(moved.booked, 0)::text as booked, coalesce(moved.left_over, 0)::text as "leftOver",
    (count(*) over ())::integer as differing
  from moved
  full join read.loyalty_lot lot using (lot_id)
  where lot.remaining is distinct from moved.remaining
    or lot.expired is distinct from moved.booked
    or lot.remaining < 0
    or (moved.booked <> 0 and moved.booked <> moved.left_over)
  order by lot_id
  limit $1`;

/** A row of it; points as decimal texts. */
export interface LotThatDiffers {
  lotId: string;
  customerId: string | null;
  /** As the lot says, and as its movements add up to. */
  remaining: string;
  moved: string;
  /** What was booked as expired, and what all other movements left. */
  booked: string;
  leftOver: string;
  differing: number;
}
