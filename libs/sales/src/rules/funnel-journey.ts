import { instantOf } from '#kernel';
import type { FunnelRules, Signal, SignalCondition, Stage, StageEntry } from './funnel-rules.js';

/** A fact that touched the funnel, as much of it as the rules look at. */
export interface FunnelFact {
  /** When it happened, RFC 3339 in UTC. */
  at: string;
  eventId: string;
  type: string;
  signal: Signal;
}

/** A stage, from when and until when, and why. */
export interface StageStay {
  stage: Stage;
  enteredAt: string;
  /** null: he is still there. */
  leftAt: string | null;
  /** The fact that led there; for dormancy the last fact before it. */
  causeEventId: string;
  /** The fact's type, or `Dormancy`. */
  causeType: string;
  rulesVersion: number;
}

/** One customer's way through the funnel up to his last fact. */
export interface Journey {
  /** Oldest first; the last one is where he is. */
  stays: readonly StageStay[];
  purchases: number;
  boughtBefore: boolean;
  lastFactAt: string | null;
  lastFactId: string | null;
  /** When he becomes dormant if nothing happens until then. */
  dormantFrom: string | null;
}

export const NO_JOURNEY: Journey = {
  stays: [],
  purchases: 0,
  boughtBefore: false,
  lastFactAt: null,
  lastFactId: null,
  dormantFrom: null,
};

/** What a fact means in the funnel, or undefined when it does not touch it. */
export function signalOf(type: string, data: object, rules: FunnelRules): Signal | undefined {
  return rules.signals.find((condition) => condition.type === type && holds(condition, data))?.signal;
}

/** The journey after a fact that happened at the time of the last one or later. */
export function advance(journey: Journey, fact: FunnelFact, rules: FunnelRules): Journey {
  const arrived = fallDormant(journey, fact.at, rules);
  const purchases = journey.purchases + (fact.signal === 'purchase' ? 1 : 0);
  const stage = currentStage(arrived);
  const entry = rules.entries.find((way) => fits(way, fact.signal, stage, { ...journey, purchases }));
  const stays = entry ? move(arrived.stays, entry.stage, fact.at, fact, rules.version) : arrived.stays;
  const moved = entry?.stage ?? stage;
  return {
    stays,
    purchases,
    boughtBefore: journey.boughtBefore || fact.signal === 'purchase' || fact.signal === 'acceptance',
    lastFactAt: fact.at,
    lastFactId: fact.eventId,
    dormantFrom: moved !== 'start' && rules.dormancy.from.includes(moved) ? dormantAfter(fact.at, rules) : null,
  };
}

/** The stays as they are at an instant: those begun by then, and dormancy where nothing happened for long enough. */
export function staysAt({ stays, dormantFrom, lastFactId }: Journey, instant: string): StageStay[] {
  const begun = stays.filter(({ enteredAt }) => enteredAt <= instant);
  const current = begun.at(-1);
  if (!current) return [];
  const earlier = begun.slice(0, -1);
  if (dormantFrom === null || instant < dormantFrom || lastFactId === null) {
    const stillThere = current.leftAt !== null && current.leftAt > instant;
    return [...earlier, stillThere ? { ...current, leftAt: null } : current];
  }
  return move(begun, 'dormant', dormantFrom, { eventId: lastFactId, type: 'Dormancy' }, current.rulesVersion);
}

function fallDormant(journey: Journey, at: string, rules: FunnelRules): Journey {
  const { dormantFrom, lastFactId } = journey;
  if (dormantFrom === null || lastFactId === null || at < dormantFrom) return journey;
  const cause = { eventId: lastFactId, type: 'Dormancy' };
  return { ...journey, stays: move(journey.stays, 'dormant', dormantFrom, cause, rules.version), dormantFrom: null };
}

function move(
  stays: readonly StageStay[],
  stage: Stage,
  at: string,
  cause: { eventId: string; type: string },
  rulesVersion: number,
): StageStay[] {
  const left = stays.map((stay) => (stay.leftAt === null ? { ...stay, leftAt: at } : stay));
  return [
    ...left,
    { stage, enteredAt: at, leftAt: null, causeEventId: cause.eventId, causeType: cause.type, rulesVersion },
  ];
}

function fits(
  { on, from, boughtBefore, minPurchases }: StageEntry,
  signal: Signal,
  stage: Stage | 'start',
  journey: Pick<Journey, 'boughtBefore' | 'purchases'>,
): boolean {
  return (
    on.includes(signal) &&
    from.includes(stage) &&
    (boughtBefore === undefined || boughtBefore === journey.boughtBefore) &&
    (minPurchases === undefined || journey.purchases >= minPurchases)
  );
}

function holds({ where }: SignalCondition, data: object): boolean {
  if (!where) return true;
  const value = (data as Record<string, unknown>)[where.field];
  if ('absent' in where) return value === undefined;
  return typeof value === 'string' && where.in.includes(value.toLowerCase());
}

function currentStage({ stays }: Journey): Stage | 'start' {
  return stays.at(-1)?.stage ?? 'start';
}

const DAY_MS = 86_400_000;

function dormantAfter(at: string, { dormancy }: FunnelRules): string {
  return instantOf(Date.parse(at) + dormancy.afterDays * DAY_MS);
}
