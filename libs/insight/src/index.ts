import type { Domain } from '#kernel';
import { statisticsProjection } from './projections/event-statistics.js';

export * from './insight.module.js';
export * from './projections/event-statistics.js';
export * from './queries/get-statistics.query.js';

export const insightDomain: Domain = {
  name: 'insight',
  facts: [],
  deciders: [],
  projections: [statisticsProjection],
};
