import { COUNT, ID, INSTANT, TEXT, byName, listOf, objectOf, orNull } from '#projections';
import type { FunnelCounts, StageCount } from '../queries/get-funnel-counts.query.js';
import type { FunnelView } from '../queries/get-funnel.query.js';
import type { StageEvidence, StageStay } from '../rules/funnel-journey.js';

const STAY_SCHEMA = objectOf<StageStay>({
  stage: TEXT,
  enteredAt: INSTANT,
  leftAt: orNull(INSTANT),
  causeEventId: ID,
  causeType: TEXT,
  rulesVersion: COUNT,
  evidence: objectOf<StageEvidence>({ signal: orNull(TEXT), counts: byName(COUNT), afterDays: orNull(COUNT) }),
});

/** JSON Schemas of the fields of one customer's way through the funnel. */
export const FUNNEL_FIELDS = {
  stage: orNull(TEXT),
  since: orNull(INSTANT),
  history: listOf(STAY_SCHEMA),
  dormantFrom: orNull(INSTANT),
} satisfies Record<keyof FunnelView, object>;

/** JSON Schema of the counts by stage. */
export const FUNNEL_COUNTS_SCHEMA = objectOf<FunnelCounts>({
  at: INSTANT,
  rulesVersion: COUNT,
  customers: COUNT,
  stages: listOf(objectOf<StageCount>({ stage: TEXT, customers: COUNT, retired: { type: 'boolean' } })),
});
