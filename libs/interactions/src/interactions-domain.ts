import type { Domain } from '#kernel';
import { callbacks } from './deciders/callbacks.js';
import { meetings } from './deciders/meetings.js';
import { interactionFacts } from './events/index.js';
import { callbacksProjection } from './projections/callbacks.js';
import { meetingsProjection } from './projections/meetings.js';

/** Every contact, on whatever channel. */
export const interactionsDomain: Domain = {
  name: 'interactions',
  facts: interactionFacts,
  deciders: [callbacks, meetings],
  projections: [callbacksProjection, meetingsProjection],
};
