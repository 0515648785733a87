/**
 * Points outstanding at $1 by programme and by the month in which they can last be used; null: they never end. $2 is a
 * programme, or null for all. Booked expiries are left out: a lot's own end decides.
 */
export const OUTSTANDING_BY_EXPIRY = `
  with left_over as (
    select lot_id, sum(points) as points
    from read.loyalty_movement
    where kind <> 'expired' and lot_id is not null and at <= $1
    group by lot_id
  )
  select lot.program,
    to_char((lot.expires_at - interval '1 millisecond') at time zone 'UTC', 'YYYY-MM') as month,
    coalesce(sum(left_over.points) filter (where lot.available_from <= $1), 0)::text as active,
    coalesce(sum(left_over.points) filter (where lot.available_from > $1), 0)::text as pending,
    (count(*) filter (where left_over.points <> 0))::integer as lots
  from left_over
  join read.loyalty_lot lot using (lot_id)
  where lot.created_at <= $1
    and (lot.expires_at is null or lot.expires_at > $1)
    and ($2::text is null or lot.program = $2)
  group by 1, 2
  order by 1, 2 nulls last`;

/** A row of it; points as decimal texts. */
export interface OutstandingByExpiry {
  program: string;
  month: string | null;
  active: string;
  pending: string;
  lots: number;
}
