import { COUNT, ID, INSTANT, TEXT, listOf, objectOf, orNull } from '#projections';
import type { FunnelCounts } from '../queries/get-funnel-counts.query.js';
import type { FunnelView } from '../queries/get-funnel.query.js';
import type { StageStay } from '../rules/funnel-journey.js';
import { STAGES } from '../rules/funnel-rules.js';

const STAGE = { type: 'string', enum: STAGES } as const;

const STAY_SCHEMA = objectOf<StageStay>({
  stage: STAGE,
  enteredAt: INSTANT,
  leftAt: orNull(INSTANT),
  causeEventId: ID,
  causeType: TEXT,
  rulesVersion: COUNT,
});

/** JSON Schemas of the fields of one customer's way through the funnel. */
export const FUNNEL_FIELDS = {
  stage: orNull(STAGE),
  since: orNull(INSTANT),
  history: listOf(STAY_SCHEMA),
  dormantFrom: orNull(INSTANT),
} satisfies Record<keyof FunnelView, object>;

/** JSON Schema of the counts by stage. */
export const FUNNEL_COUNTS_SCHEMA = objectOf<FunnelCounts>({
  at: INSTANT,
  rulesVersion: COUNT,
  customers: COUNT,
  stages: listOf(objectOf<FunnelCounts['stages'][number]>({ stage: STAGE, customers: COUNT })),
});
