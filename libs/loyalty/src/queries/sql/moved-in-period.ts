/**
 * What was moved by programme, kind and direction up to $1, and from then on up to $2; $3 is a programme, or null for
 * all. A movement counts from when its lot was there. What a lot that has ended by then had left has expired with it:
 * `expired_before` and `expired` are the movements of such lots, whose sum is what expired, booked or not.
 */
export const MOVED_IN_PERIOD = `
  with moved as (
    select movement.program, movement.kind, movement.points, movement.debt, lot.expires_at,
      greatest(movement.at, lot.created_at) as at
    from read.loyalty_movement movement
    left join read.loyalty_lot lot using (lot_id)
    where movement.kind <> 'expired' and ($3::text is null or movement.program = $3)
  )
  select program, kind, points < 0 as out,
    coalesce(sum(points) filter (where at <= $1), 0)::text as points_before,
    coalesce(sum(points) filter (where at > $1), 0)::text as points,
    coalesce(sum(debt) filter (where at <= $1), 0)::text as debt_before,
    coalesce(sum(debt) filter (where at > $1), 0)::text as debt,
    coalesce(sum(points) filter (where at <= $1 and expires_at <= $1), 0)::text as expired_before,
    coalesce(sum(points) filter (where expires_at <= $2), 0)::text as expired
  from moved
  where at <= $2
  group by 1, 2, 3`;

/** A row of it; points as decimal texts. */
export interface MovedInPeriod {
  program: string;
  kind: string;
  out: boolean;
  points_before: string;
  points: string;
  debt_before: string;
  debt: string;
  expired_before: string;
  expired: string;
}
