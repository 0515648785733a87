/**
 * What was moved by programme, kind and direction after $1 and up to $2; $3 is a programme, or null for all. Booking what
 * has expired moves nothing: the lots’ own ends do. `of_ended` is what moved in lots that had ended before: by the
 * decisions nothing.
 */
export const MOVED_IN_PERIOD = `
  select movement.program, movement.kind, movement.points < 0 as out,
    sum(movement.points)::text as points,
    sum(movement.debt)::text as debt,
    coalesce(sum(movement.points) filter (where lot.expires_at <= $1), 0)::text as of_ended
  from read.loyalty_movement movement
  left join read.loyalty_lot lot on lot.lot_id = movement.lot_id and lot.expires_at <= $1
  where movement.kind <> 'expired' and movement.at > $1 and movement.at <= $2
    and ($3::text is null or movement.program = $3)
  group by 1, 2, 3`;

/** A row of it; points as decimal texts. */
export interface MovedInPeriod {
  program: string;
  kind: string;
  out: boolean;
  points: string;
  debt: string;
  of_ended: string;
}
