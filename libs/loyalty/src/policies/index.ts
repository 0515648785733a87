import { earning } from './earning.js';
import { reversal } from './reversal.js';

/** What follows for points from what happens. */
export const loyaltyPolicies = [earning, reversal];
