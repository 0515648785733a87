import type { Check } from './evidence.js';

/** Every row of the read models is what the log makes of it, folded from its beginning; no event was left out. */
export const readModels: Check = ({ deviations, parked }) => [...deviations, ...parked];
