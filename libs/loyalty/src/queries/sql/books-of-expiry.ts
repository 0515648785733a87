/** Both books of expiry at $1, and what is on its way between customers; points as decimal texts. */
export const BOOKS_OF_EXPIRY = `
  select
    count(*)::integer as lots,
    coalesce(sum(expired), 0)::text as booked,
    (count(*) filter (where expires_at <= $1 and remaining > 0))::integer as "dueLots",
    coalesce(sum(remaining) filter (where expires_at <= $1), 0)::text as due,
    (select count(*)::integer from read.loyalty_account) as accounts,
    (select count(*)::integer from read.loyalty_transfer where in_event_id is null) as "transfers",
    (select coalesce(sum(points), 0)::text from read.loyalty_transfer where in_event_id is null) as "inTransit"
  from read.loyalty_lot`;

export interface BooksOfExpiry {
  lots: number;
  booked: string;
  dueLots: number;
  due: string;
  accounts: number;
  transfers: number;
  inTransit: string;
}
