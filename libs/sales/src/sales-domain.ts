import type { Domain } from '#kernel';
import { salesFacts } from './events/index.js';

/** The way from interest to purchase, and back. */
export const salesDomain: Domain = {
  name: 'sales',
  facts: salesFacts,
  deciders: [],
  projections: [],
};
