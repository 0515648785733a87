import { byName, COUNT, objectOf, orNull, TEXT } from '#projections/http';

/** Whole minor units and an ISO 4217 code; null where no amount is known. */
export const MONEY_OR_NULL = orNull(objectOf<{ amount: number; currency: string }>({ amount: COUNT, currency: TEXT }));

export const REVENUE = {
  ...byName(orNull(COUNT)),
  description: 'Minor units by ISO 4217 code; null of a sum that no number can tell exactly',
};

/** Per cent with two decimals; null of nothing. */
export const PERCENT = orNull({ type: 'number', description: 'Per cent, two decimals' });
