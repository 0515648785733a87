/** The source of what the ledger books by itself. */
export const BOOKING_SOURCE = 'urn:rapport:loyalty';

export const BOOKING_ACTOR = { id: 'loyalty-booking', kind: 'system' } as const;
