import { byName, COUNT, objectOf, orNull, TEXT } from '#projections';

/** Whole minor units and an ISO 4217 code; null where no amount is known. */
export const MONEY_OR_NULL = orNull(objectOf<{ amount: number; currency: string }>({ amount: COUNT, currency: TEXT }));

export const MONEY_BY_CURRENCY = { ...byName(COUNT), description: 'Minor units by ISO 4217 code' };

/** Per cent with two decimals; null of nothing. */
export const PERCENT = orNull({ type: 'number', description: 'Per cent, two decimals' });
