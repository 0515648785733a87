/** Accounts of which a figure is not what their movements add up to: at most $1 of them, with how many there are in all. */
export const ACCOUNTS_THAT_DIFFER = `
  with moved as (
    select customer_id, program, sum(points) as remaining, sum(debt) as debt
    from read.loyalty_movement
    group by 1, 2
  )
  select customer_id as "customerId", program,
    coalesce(account.remaining, 0)::text as remaining, coalesce(moved.remaining, 0)::text as moved,
    coalesce(account.debt, 0)::text as debt, coalesce(moved.debt, 0)::text as "movedDebt",
    (count(*) over ())::integer as differing
  from moved
  full join read.loyalty_account account using (customer_id, program)
  where coalesce(account.remaining, 0) <> coalesce(moved.remaining, 0)
    or coalesce(account.debt, 0) <> coalesce(moved.debt, 0)
    or account.debt < 0
  order by customer_id, program
  limit $1`;

/** A row of it; points as decimal texts. */
export interface AccountThatDiffers {
  customerId: string;
  program: string;
  remaining: string;
  moved: string;
  debt: string;
  movedDebt: string;
  differing: number;
}
