import type { Domain } from '#kernel';
import { loyaltyDeciders } from './deciders/index.js';
import { loyaltyCommands, loyaltyFacts } from './events/index.js';
import { loyaltyPolicies } from './policies/index.js';
import { loyalty } from './projections/loyalty.js';
import { loyaltyTransfers } from './projections/loyalty-transfers.js';

/** Points: what was earned, what is left of it, and until when. */
export const loyaltyDomain: Domain = {
  name: 'loyalty',
  facts: loyaltyFacts,
  commands: loyaltyCommands,
  deciders: loyaltyDeciders,
  policies: loyaltyPolicies,
  projections: [loyalty, loyaltyTransfers],
};
