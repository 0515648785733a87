import type { Domain } from '#kernel';
import { loyaltyFacts } from './events/index.js';
import { loyalty } from './projections/loyalty.js';

/** Points: what was earned, what is left of it, and until when. */
export const loyaltyDomain: Domain = {
  name: 'loyalty',
  facts: loyaltyFacts,
  deciders: [],
  projections: [loyalty],
};
