import type { Domain } from '#kernel';
import { contactPoints } from './deciders/contact-points.js';
import { details } from './deciders/details.js';
import { knownEvents } from './deciders/known-events.js';
import { customerFacts } from './events/index.js';
import { profile } from './projections/profile.js';

/** Who the customers are, and what is known of each. */
export const customersDomain: Domain = {
  name: 'customers',
  facts: customerFacts,
  deciders: [contactPoints, details, knownEvents],
  projections: [profile],
};
