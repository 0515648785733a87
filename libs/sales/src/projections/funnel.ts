import { customerOfStream, projectedTable, type Projection, type RecordedEvent } from '#kernel';
import {
  advance,
  type FunnelFact,
  type Journey,
  NO_JOURNEY,
  signalOf,
  type StageStay,
  staysAt,
} from '../rules/funnel-journey.js';
import { DEFAULT_FUNNEL_RULES, type Signal, type Stage } from '../rules/funnel-rules.js';

/** Where a customer is in the funnel, as of his last fact, and how he came there. */
export interface FunnelRow {
  customer_id: string;
  /** From `dormant_from` on he is dormant, whatever stands here. */
  stage: Stage;
  since: string;
  cause_event_id: string;
  cause_type: string;
  rules_version: number;
  history: StageStay[];
  purchase_count: number;
  bought_before: boolean;
  last_activity_at: string;
  last_activity_event_id: string;
  /** When he becomes dormant if nothing happens until then. */
  dormant_from: string | null;
  /** The latest facts by time of occurrence, so that a late one can be put in its place among them. */
  recent_facts: FunnelFact[];
  /** The journey up to the facts that are no longer kept one by one. */
  settled: Journey;
}

/**
 * So many facts of a customer are kept one by one. A fact that comes late is put in its place among them, and the
 * journey from there on is made again: the row is then the same as if it had come in time. One that is older than all
 * of them counts as if it had happened when they begin, so that no date of the history goes backwards.
 */
export const RECENT_FACTS = 32;

export const funnelTable = projectedTable<FunnelRow>({
  name: 'funnel',
  columns: {
    customer_id: 'uuid',
    stage: 'text',
    since: 'timestamptz',
    cause_event_id: 'uuid',
    cause_type: 'text',
    rules_version: 'integer',
    history: 'jsonb',
    purchase_count: 'integer',
    bought_before: 'boolean',
    last_activity_at: 'timestamptz',
    last_activity_event_id: 'uuid',
    dormant_from: 'timestamptz',
    recent_facts: 'jsonb',
    settled: 'jsonb',
  },
  key: 'customer_id',
  indexes: ['(stage, dormant_from)'],

  keysOf(event) {
    const customerId = customerOfStream(event.stream);
    return customerId === undefined || !signalIn(event) ? [] : [customerId];
  },

  evolve(row, event, customerId) {
    const fact: FunnelFact = {
      at: event.metadata.occurredAt,
      eventId: event.id,
      type: event.type,
      signal: signalIn(event)!,
    };
    const { journey, recent, settled } = row ? withFact(row, fact) : startingWith(fact);
    return rowOf(customerId, journey, recent, settled);
  },
});

/** Where the customer is at an instant (RFC 3339, UTC), dormancy included; undefined before his first fact. */
export function stageAt(row: FunnelRow, instant: string): StageStay | undefined {
  return historyAt(row, instant).at(-1);
}

/** The customer's stages up to an instant, dormancy included, oldest first. */
export function historyAt(row: FunnelRow, instant: string): StageStay[] {
  return staysAt(journeyOf(row), instant);
}

interface Told {
  journey: Journey;
  recent: FunnelFact[];
  settled: Journey;
}

function startingWith(fact: FunnelFact): Told {
  return { journey: advance(NO_JOURNEY, fact, DEFAULT_FUNNEL_RULES), recent: [fact], settled: NO_JOURNEY };
}

function withFact(row: FunnelRow, fact: FunnelFact): Told {
  if (fact.at >= row.last_activity_at) {
    const journey = advance(journeyOf(row), fact, DEFAULT_FUNNEL_RULES);
    return { journey, ...settleOldest([...row.recent_facts, fact], row.settled) };
  }
  const settledAt = row.settled.lastFactAt;
  const placed = settledAt !== null && fact.at < settledAt ? { ...fact, at: settledAt } : fact;
  const later = row.recent_facts.filter(({ at }) => at > placed.at);
  const upTo = row.recent_facts.slice(0, row.recent_facts.length - later.length);
  const { recent, settled } = settleOldest([...upTo, placed, ...later], row.settled);
  return { journey: recent.reduce(step, settled), recent, settled };
}

function settleOldest(facts: FunnelFact[], settled: Journey): Omit<Told, 'journey'> {
  const excess = Math.max(0, facts.length - RECENT_FACTS);
  return { recent: facts.slice(excess), settled: facts.slice(0, excess).reduce(step, settled) };
}

function step(journey: Journey, fact: FunnelFact): Journey {
  return advance(journey, fact, DEFAULT_FUNNEL_RULES);
}

function signalIn({ type, data }: RecordedEvent): Signal | undefined {
  return signalOf(type, data, DEFAULT_FUNNEL_RULES);
}

function journeyOf(row: FunnelRow): Journey {
  return {
    stays: row.history,
    purchases: row.purchase_count,
    boughtBefore: row.bought_before,
    lastFactAt: row.last_activity_at,
    lastFactId: row.last_activity_event_id,
    dormantFrom: row.dormant_from,
  };
}

function rowOf(customerId: string, journey: Journey, recent: FunnelFact[], settled: Journey): FunnelRow {
  const current = journey.stays.at(-1);
  if (!current || journey.lastFactAt === null || journey.lastFactId === null) {
    throw new Error(`the funnel rules lead customer ${customerId} to no stage`);
  }
  return {
    customer_id: customerId,
    stage: current.stage,
    since: current.enteredAt,
    cause_event_id: current.causeEventId,
    cause_type: current.causeType,
    rules_version: current.rulesVersion,
    history: [...journey.stays],
    purchase_count: journey.purchases,
    bought_before: journey.boughtBefore,
    last_activity_at: journey.lastFactAt,
    last_activity_event_id: journey.lastFactId,
    dormant_from: journey.dormantFrom,
    recent_facts: recent,
    settled,
  };
}

export const funnel: Projection = { name: 'funnel', version: 1, tables: [funnelTable] };
