import type { Domain } from '#kernel';
import { customerFacts } from './events/index.js';
import { profile } from './projections/profile.js';

/** Who the customers are, and what is known of each. */
export const customersDomain: Domain = {
  name: 'customers',
  facts: customerFacts,
  deciders: [],
  projections: [profile],
};
