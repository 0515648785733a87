/**
 * Customers behind $2 with something to be booked at $1: lots that have ended with points left, tiers whose period is
 * over. At most $3 of them, in the order of their ids. `due` tells one state of what is due from another.
 */
export const ACCOUNTS_DUE = `
  select customer_id as "customerId", md5(string_agg(due, ',' order by due)) as due
  from (
    select customer_id, lot_id || ':' || remaining as due
    from read.loyalty_lot
    where remaining > 0 and expires_at <= $1
    union all
    select customer_id, account_id || '@' || tier_event_id as due
    from read.loyalty_account
    where tier is not null and tier_valid_until is not null and tier_valid_until <= $1
  ) open
  where customer_id > $2
  group by customer_id
  order by customer_id
  limit $3`;

export interface AccountDue {
  customerId: string;
  due: string;
}
