/**
 * What the lots that there were at $2 had left then, by programme and by the month in which they can last be used (null:
 * they never end); those that had ended by then, but not by $1, in a row of their own per programme. $3 is a programme,
 * or null for all.
 *
 * What a lot had left is what it has now, taken together with what was booked as expired, less what moved since: so only
 * what happened after the date that is asked for has to be added up. Booking changes nothing.
 */
export const LOTS_BY_EXPIRY = `
  with since as (
    select lot_id, sum(points) as points
    from read.loyalty_movement
    where at > $2 and kind <> 'expired' and lot_id is not null
    group by lot_id
  ), lot as (
    select lot.program, lot.available_from, coalesce(lot.expires_at <= $2, false) as ended, lot.expires_at,
      lot.remaining + lot.expired - coalesce(since.points, 0) as points
    from read.loyalty_lot lot
    left join since using (lot_id)
    where lot.created_at <= $2
      and (lot.expires_at is null or lot.expires_at > $1)
      and ($3::text is null or lot.program = $3)
  )
  select program, ended,
    case when not ended then to_char((expires_at - interval '1 millisecond') at time zone 'UTC', 'YYYY-MM') end as month,
    coalesce(sum(points) filter (where available_from <= $2), 0)::text as active,
    coalesce(sum(points) filter (where available_from > $2), 0)::text as pending,
    (count(*) filter (where points <> 0))::integer as lots
  from lot
  group by 1, 2, 3
  order by 1, 2, 3 nulls last`;

/** A row of it; points as decimal texts. */
export interface LotsByExpiry {
  program: string;
  ended: boolean;
  month: string | null;
  active: string;
  pending: string;
  lots: number;
}
