import { customerOfStream, projectedTable, type Projection, type RecordedEvent } from '#kernel';
import {
  advance,
  type FunnelFact,
  type Journey,
  type KeptStay,
  NO_JOURNEY,
  type StageStay,
  staysAt,
} from '../rules/funnel-journey.js';
import { type FunnelPublications, funnelRules, rulesInForce } from '../rules/funnel-publications.js';
import { signalPlace } from '../rules/funnel-rules.js';
import { firstTraits, type FunnelTraits, traitChanges } from './funnel-traits.js';
import { type FactToKeep, factsOf, keptCount, type KeptFacts, lastKeptId, splitKept, withKept } from './kept-facts.js';

/** A customer's place in the funnel as of his last fact, how he came there, and what reports tell customers apart by. */
export interface FunnelRow extends FunnelTraits {
  customer_id: string;
  /** Position of the customer's first event: unique, and it never changes. */
  first_position: number;
  /** From `dormant_from` on he is in `dormant_as`, whatever stands here; null: nothing led into the funnel yet. */
  stage: string | null;
  since: string | null;
  /** When he becomes dormant if nothing happens until then. */
  dormant_from: string | null;
  dormant_as: string | null;
  history: KeptStay[];
  /** How often each signal was seen. */
  counts: Readonly<Record<string, number>>;
  last_activity_at: string | null;
  /** Version of the rules that judged the last fact. */
  rules_version: number;
  /** The latest facts by time of occurrence, so that a late one can be put in its place among them. */
  recent_facts: KeptFacts;
  /** The journey up to the facts that are no longer kept one by one; null: all are kept. */
  settled: SettledJourney | null;
}

/** A journey of which the history has the stays: as many of them as it says. */
export type SettledJourney = Omit<Journey, 'stays'> & { stays: number };

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
    first_position: 'bigint',
    stage: 'text',
    since: 'timestamptz',
    dormant_from: 'timestamptz',
    dormant_as: 'text',
    history: 'jsonb',
    counts: 'jsonb',
    last_activity_at: 'timestamptz',
    rules_version: 'integer',
    first_at: 'timestamptz',
    first_source: 'text',
    origin: 'text',
    owner: 'text',
    owner_at: 'timestamptz',
    facts: 'jsonb',
    first_of: 'jsonb',
    first_touch: 'jsonb',
    last_touch: 'jsonb',
    last_touch_lost: 'boolean',
    recent_facts: 'text',
    settled: 'jsonb',
  },
  key: 'customer_id',
  indexes: ['(stage, dormant_from)', '(first_position)'],

  // Published rules may give a meaning to any type of fact.
  keysOf(event) {
    const customerId = customerOfStream(event.stream);
    return customerId === undefined ? [] : [customerId];
  },

  evolve(row, event, customerId, published) {
    const publications = published as FunnelPublications;
    const before = row ?? newRow(customerId, event);
    const changes: Partial<FunnelRow> = row ? traitChanges(row, event) : {};
    const fact = judged(event, publications);
    if (fact) Object.assign(changes, placed(before, fact, publications));
    else if (row && Object.keys(changes).length === 0) return row;
    return { ...before, ...changes };
  },
});

/** Where the customer is at an instant (RFC 3339, UTC), dormancy included; undefined before his first fact. */
export function stageAt(row: FunnelRow, instant: string): StageStay | undefined {
  return historyAt(row, instant).at(-1);
}

/** What of a row says where its customer is at any instant. */
export type PlaceInFunnel = Pick<
  FunnelRow,
  'history' | 'dormant_from' | 'dormant_as' | 'last_activity_at' | 'recent_facts' | 'rules_version'
>;

/** The customer's stages up to an instant, dormancy included, oldest first. */
export function historyAt(row: PlaceInFunnel, instant: string): StageStay[] {
  return staysAt(journeyOf(row, {}, instant), instant);
}

function newRow(customerId: string, event: RecordedEvent): FunnelRow {
  return {
    customer_id: customerId,
    first_position: Number(event.position),
    ...columnsOf(NO_JOURNEY),
    recent_facts: '',
    settled: null,
    ...firstTraits(event),
  };
}

/** The fact that an event is, by the rules that judge it; undefined when it does not touch the funnel. */
function judged({ id, type, data, metadata }: RecordedEvent, published: FunnelPublications): JudgedEvent | undefined {
  const { occurredAt: at, source } = metadata;
  const rules = rulesInForce(published, at);
  const place = signalPlace({ type, data, source }, rules);
  if (place === undefined) return undefined;
  return { at, eventId: id, type, signal: rules.signals[place]!.signal, rules, rulesVersion: rules.version, place };
}

type JudgedEvent = FunnelFact & FactToKeep;

/** The columns that change when a fact is put in its place. */
function placed(row: FunnelRow, fact: JudgedEvent, published: FunnelPublications): Partial<FunnelRow> {
  if (row.last_activity_at === null || fact.at >= row.last_activity_at) {
    const kept = settleOldest(row, withKept(row.recent_facts, fact), published);
    return Object.assign(columnsOf(advance(journeyOf(row, row.counts, fact.at), fact)), kept);
  }
  const settled = settledOf(row);
  const at = settled.lastFactAt !== null && fact.at < settled.lastFactAt ? settled.lastFactAt : fact.at;
  const kept = withKept(row.recent_facts, { ...fact, at });
  const journey = factsOf(kept, published).reduce(advance, settled);
  return Object.assign(columnsOf(journey), settleOldest(row, kept, published));
}

function settleOldest(row: FunnelRow, kept: KeptFacts, published: FunnelPublications): Partial<FunnelRow> {
  const excess = keptCount(kept) - RECENT_FACTS;
  if (excess <= 0) return { recent_facts: kept };
  const [oldest, recent_facts] = splitKept(kept, excess);
  const { stays, ...settled } = factsOf(oldest, published).reduce(advance, settledOf(row));
  return { recent_facts, settled: { ...settled, stays: stays.length } };
}

function settledOf({ settled, history }: FunnelRow): Journey {
  return settled === null ? NO_JOURNEY : { ...settled, stays: history.slice(0, settled.stays) };
}

/** The journey as a fact at an instant, or a question about it, meets it. */
function journeyOf(row: PlaceInFunnel, counts: Journey['counts'], instant: string): Journey {
  const { dormant_from } = row;
  return {
    stays: row.history,
    counts,
    lastFactAt: row.last_activity_at,
    // Named by dormancy alone, and to take it out of the kept facts every time would cost more than all else here.
    lastFactId: dormant_from !== null && dormant_from <= instant ? lastKeptId(row.recent_facts) : null,
    rulesVersion: row.rules_version,
    dormantFrom: dormant_from,
    dormantAs: row.dormant_as,
  };
}

function columnsOf(
  journey: Journey,
): Omit<FunnelRow, keyof FunnelTraits | 'customer_id' | 'first_position' | 'recent_facts' | 'settled'> {
  const current = journey.stays.at(-1);
  return {
    stage: current?.stage ?? null,
    since: current?.at ?? null,
    dormant_from: journey.dormantFrom,
    dormant_as: journey.dormantAs,
    history: journey.stays as KeptStay[],
    counts: journey.counts,
    last_activity_at: journey.lastFactAt,
    rules_version: journey.rulesVersion,
  };
}

export const funnel: Projection = {
  name: 'funnel',
  version: 2,
  scope: 'stream',
  tables: [funnelTable],
  reference: funnelRules,
};
