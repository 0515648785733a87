/** Points outstanding and points owed at $1 by programme; $2 is a programme, or null for all. */
export const OUTSTANDING_AT = `
  with since as (
    select lot_id, sum(points) as points
    from read.loyalty_movement
    where at > $1 and kind <> 'expired' and lot_id is not null
    group by lot_id
  )
  select lot.program, sum(lot.remaining + lot.expired - coalesce(since.points, 0))::text as points, '0' as debt
  from read.loyalty_lot lot
  left join since using (lot_id)
  where lot.created_at <= $1
    and (lot.expires_at is null or lot.expires_at > $1)
    and ($2::text is null or lot.program = $2)
  group by 1
  union all
  select program, '0', sum(debt)::text
  from read.loyalty_movement
  where debt <> 0 and at <= $1 and ($2::text is null or program = $2)
  group by 1`;

/** A row of it, one for points and one for debt; decimal texts. */
export interface OutstandingAt {
  program: string;
  points: string;
  debt: string;
}
