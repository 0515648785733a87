import {
  type AnswerSchema,
  byName,
  COUNT,
  ID,
  INSTANT,
  listOf,
  NEXT_CURSOR,
  objectOf,
  orNull,
  TEXT,
} from '#projections/http';
import type { FunnelCounts, StageCount, StageCounts } from '../queries/get-funnel-counts.query.js';
import type { FunnelRulesView } from '../queries/get-funnel-rules.query.js';
import type { FunnelView } from '../queries/get-funnel.query.js';
import type { FunnelCustomer } from '../queries/list-funnel-customers.query.js';
import type { ListedStalled } from '../queries/list-stalled.query.js';
import type { AttributionReport } from '../queries/report-attribution.query.js';
import type { ConversionReport, ListedConversion } from '../queries/report-conversion.query.js';
import type { ListedSpell, TimeInStageReport } from '../queries/report-time-in-stage.query.js';
import type { CustomerJourney, JourneyTouch } from '../rules/customer-journey.js';
import { type AttributedGroup, ATTRIBUTION_KEYS, ATTRIBUTION_TOUCHES } from '../rules/funnel-attribution.js';
import type { Conversion, ConversionStep } from '../rules/funnel-conversion.js';
import type { StageEvidence, StageStay } from '../rules/funnel-journey.js';
import type { FunnelRules } from '../rules/funnel-rules.js';
import type { TimeInStage } from '../rules/time-in-stage.js';
import type { Touch } from '../rules/touch.js';

const NUMBER = { type: 'number' } as const satisfies AnswerSchema;
const GROUP = orNull(TEXT);

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

const STAGE_COUNTS = {
  customers: COUNT,
  stages: listOf(objectOf<StageCount>({ stage: TEXT, customers: COUNT, retired: { type: 'boolean' } })),
} satisfies Record<keyof StageCounts, object>;

/** JSON Schema of the counts by stage. */
export const FUNNEL_COUNTS_SCHEMA = objectOf<FunnelCounts>({
  at: INSTANT,
  rulesVersion: COUNT,
  ...STAGE_COUNTS,
  groups: orNull(listOf(objectOf<{ group: string | null } & StageCounts>({ group: GROUP, ...STAGE_COUNTS }))),
});

const TIME_IN_STAGE = {
  entries: COUNT,
  exits: COUNT,
  open: COUNT,
  medianDays: orNull(NUMBER),
  meanClosedDays: orNull(NUMBER),
} satisfies Record<keyof TimeInStage, object>;

export const TIME_IN_STAGE_SCHEMA = objectOf<TimeInStageReport>({
  stage: TEXT,
  at: INSTANT,
  from: orNull(INSTANT),
  to: orNull(INSTANT),
  method: { type: 'string', enum: ['kaplan-meier'] },
  ...TIME_IN_STAGE,
  groups: orNull(listOf(objectOf<{ group: string | null } & TimeInStage>({ group: GROUP, ...TIME_IN_STAGE }))),
});

const CONVERSION = {
  steps: listOf(
    objectOf<ConversionStep>({
      step: TEXT,
      customers: COUNT,
      percentOfFirst: orNull(NUMBER),
      percentOfPrevious: orNull(NUMBER),
      dropOff: COUNT,
      dropOffPercent: orNull(NUMBER),
      medianDays: orNull(NUMBER),
      meanDays: orNull(NUMBER),
    }),
  ),
  open: COUNT,
} satisfies Record<keyof Conversion, object>;

export const CONVERSION_SCHEMA = objectOf<ConversionReport>({
  at: INSTANT,
  from: orNull(INSTANT),
  to: orNull(INSTANT),
  windowDays: orNull(NUMBER),
  order: { type: 'string', enum: ['ordered', 'any'] },
  ...CONVERSION,
  groups: orNull(listOf(objectOf<{ group: string | null } & Conversion>({ group: GROUP, ...CONVERSION }))),
});

/** A list behind a number: of the instant that it is of. */
export interface FunnelListAnswer<Item> {
  at: string;
  customers: Item[];
  next: string | null;
}

const listSchema = <Item>(item: AnswerSchema): AnswerSchema =>
  objectOf<FunnelListAnswer<Item>>({ at: INSTANT, customers: listOf(item), next: NEXT_CURSOR });

export const FUNNEL_CUSTOMERS_SCHEMA = listSchema(
  objectOf<FunnelCustomer>({
    customerId: ID,
    stage: TEXT,
    enteredAt: INSTANT,
    days: NUMBER,
    causeEventId: ID,
    causeType: TEXT,
    owner: orNull(TEXT),
    origin: orNull(TEXT),
    source: TEXT,
  }),
);

export const SPELLS_SCHEMA = listSchema(
  objectOf<ListedSpell>({
    customerId: ID,
    enteredAt: INSTANT,
    leftAt: orNull(INSTANT),
    leftFor: orNull(TEXT),
    days: NUMBER,
    causeEventId: ID,
    causeType: TEXT,
    owner: orNull(TEXT),
  }),
);

export const CONVERSIONS_SCHEMA = listSchema(
  objectOf<ListedConversion>({
    customerId: ID,
    steps: listOf(objectOf<ListedConversion['steps'][number]>({ step: TEXT, at: orNull(INSTANT) })),
    owner: orNull(TEXT),
  }),
);

export interface StalledAnswer extends FunnelListAnswer<ListedStalled> {
  /** How many there are in all. */
  count: number;
}

export const STALLED_SCHEMA = objectOf<StalledAnswer>({
  at: INSTANT,
  count: COUNT,
  customers: listOf(
    objectOf<ListedStalled>({
      customerId: ID,
      stage: TEXT,
      enteredAt: INSTANT,
      days: NUMBER,
      afterDays: COUNT,
      causeEventId: ID,
      causeType: TEXT,
      owner: orNull(TEXT),
    }),
  ),
  next: NEXT_CURSOR,
});

/** The rules themselves have the form in which they are published. */
export const FUNNEL_RULES_SCHEMA = objectOf<FunnelRulesView>({
  versions: listOf(objectOf<FunnelRulesView['versions'][number]>({ version: COUNT, effectiveFrom: orNull(INSTANT) })),
  rules: objectOf<FunnelRules>({
    version: COUNT,
    effectiveFrom: orNull(INSTANT),
    stages: listOf({ type: 'object' }),
    signals: listOf({ type: 'object' }),
    entries: listOf({ type: 'object' }),
    dormancy: orNull({ type: 'object' }),
  }),
});

export const ATTRIBUTION_SCHEMA = objectOf<AttributionReport>({
  touch: { type: 'string', enum: ATTRIBUTION_TOUCHES },
  by: { type: 'string', enum: ATTRIBUTION_KEYS },
  from: orNull(INSTANT),
  to: orNull(INSTANT),
  customers: COUNT,
  groups: listOf(objectOf<AttributedGroup>({ group: GROUP, customers: COUNT })),
});

const TOUCH = {
  at: INSTANT,
  eventId: ID,
  type: TEXT,
  channel: orNull(TEXT),
  campaign: orNull(TEXT),
  source: TEXT,
} satisfies Record<keyof Touch, object>;

/** JSON Schemas of the fields of one customer's way to his first purchase. */
export const JOURNEY_FIELDS = {
  firstContactAt: orNull(INSTANT),
  purchase: orNull(objectOf<NonNullable<CustomerJourney['purchase']>>({ at: INSTANT, eventId: ID, type: TEXT })),
  days: orNull(NUMBER),
  daysFromLastTouch: orNull(NUMBER),
  touches: listOf(objectOf<JourneyTouch>({ ...TOUCH, gapDays: orNull(NUMBER) })),
  touchesByType: byName(COUNT),
  firstTouch: orNull(objectOf<Touch>(TOUCH)),
  lastTouch: orNull(objectOf<Touch>(TOUCH)),
} satisfies Record<keyof CustomerJourney, object>;
