import type { Domain } from '#kernel';
import { interactionFacts } from './events/index.js';

/** Every contact, on whatever channel. */
export const interactionsDomain: Domain = {
  name: 'interactions',
  facts: interactionFacts,
  deciders: [],
  projections: [],
};
