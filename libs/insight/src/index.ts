import type { Domain } from '#kernel';
import { statisticsProjection } from './projections/event-statistics.js';
export * from './projections/event-statistics.js';

export const insightDomain: Domain = {
  name: 'insight',
  facts: [],
  deciders: [],
  projections: [statisticsProjection],
};
