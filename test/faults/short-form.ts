import { KNOWN_SEEDS } from './known-seeds.js';

/** Seeds that between them hold every kind of fault. */
export const EVERY_FAULT: readonly number[] = [0, 6, 739];

/** What `npm test` runs of the harness. */
export const SHORT_FORM: readonly number[] = [...new Set([...EVERY_FAULT, ...KNOWN_SEEDS.map(({ seed }) => seed)])];
