import { instantOf } from '#kernel';
import type { StageEntry } from '../events/funnel-rule-parts.js';
import { countOf, type FunnelRules, isOpen, stageUnder, START } from './funnel-rules.js';

/** A fact that touched the funnel, with what it meant by the rules that judged it. */
export interface FunnelFact {
  /** When it happened, RFC 3339 in UTC. */
  at: string;
  eventId: string;
  type: string;
  signal: string;
  rules: FunnelRules;
}

/** Why a stage was entered. */
export interface StageEvidence {
  /** What the fact meant; null for dormancy. */
  signal: string | null;
  /** The counts that the way in asked for, as they were before the fact: by the counted signals, joined by `+`. */
  counts: Record<string, number>;
  /** For dormancy: after so many days of silence. */
  afterDays: number | null;
}

/** A stage, from when and until when, and why. */
export interface StageStay {
  stage: string;
  enteredAt: string;
  /** null: he is still there. */
  leftAt: string | null;
  /** The fact that led there; for dormancy the last fact before it. */
  causeEventId: string;
  /** The fact's type, or `Dormancy`. */
  causeType: string;
  rulesVersion: number;
  evidence: StageEvidence;
}

/** A stay as it is kept: it ends where the next one begins. */
export interface KeptStay {
  stage: string;
  at: string;
  /** Id of the event that caused it. */
  cause: string;
  type: string;
  /** Version of the rules. */
  rules: number;
  signal?: string;
  counts?: Record<string, number>;
  afterDays?: number;
}

/** One customer's way through the funnel up to his last fact. */
export interface Journey {
  /** Oldest first; the last one is where he is. */
  stays: readonly KeptStay[];
  /** How often each signal was seen. */
  counts: Readonly<Record<string, number>>;
  lastFactAt: string | null;
  lastFactId: string | null;
  /** The rules that judged the last fact. */
  rulesVersion: number;
  /** When he becomes dormant if nothing happens until then, and the stage that this is; both null when he does not. */
  dormantFrom: string | null;
  dormantAs: string | null;
}

export const NO_JOURNEY: Journey = {
  stays: [],
  counts: {},
  lastFactAt: null,
  lastFactId: null,
  rulesVersion: 1,
  dormantFrom: null,
  dormantAs: null,
};

/** The journey after a fact that happened at the time of the last one or later. */
export function advance(journey: Journey, fact: FunnelFact): Journey {
  const { rules, signal, at } = fact;
  const asleep = dormancyBy(journey, at);
  const reached = asleep ? [...journey.stays, asleep] : journey.stays;
  const last = reached.at(-1);
  const standing = last ? stageUnder(last.stage, rules) : START;
  const entry = rules.entries.find((way) => way.on.includes(signal) && isOpen(way, standing, journey.counts));
  const stage = entry?.stage ?? standing;
  const { dormancy } = rules;
  const willSleep = dormancy !== null && dormancy.from.includes(stage);
  return {
    stays: entry ? [...reached, stayBy(entry, fact, journey.counts)] : reached,
    counts: { ...journey.counts, [signal]: (journey.counts[signal] ?? 0) + 1 },
    lastFactAt: at,
    lastFactId: fact.eventId,
    rulesVersion: rules.version,
    dormantFrom: willSleep ? instantOf(Date.parse(at) + dormancy.afterDays * DAY_MS) : null,
    dormantAs: willSleep ? dormancy.stage : null,
  };
}

/** The stays as they are at an instant: those begun by then, and dormancy where nothing happened for long enough. */
export function staysAt(journey: Journey, instant: string): StageStay[] {
  const begun = journey.stays.filter(({ at }) => at <= instant);
  const asleep = begun.length === journey.stays.length ? dormancyBy(journey, instant) : undefined;
  if (asleep) begun.push(asleep);
  return begun.map((stay, index) => viewOf(stay, begun[index + 1]?.at ?? null));
}

/** The dormancy that has come by an instant at which, or before which, nothing new has happened. */
function dormancyBy(journey: Journey, instant: string): KeptStay | undefined {
  const { dormantFrom, dormantAs, lastFactId, lastFactAt, rulesVersion } = journey;
  if (dormantFrom === null || dormantAs === null || instant < dormantFrom) return undefined;
  if (lastFactId === null || lastFactAt === null) return undefined;
  const afterDays = Math.round((Date.parse(dormantFrom) - Date.parse(lastFactAt)) / DAY_MS);
  return { stage: dormantAs, at: dormantFrom, cause: lastFactId, type: 'Dormancy', rules: rulesVersion, afterDays };
}

function stayBy(entry: StageEntry, fact: FunnelFact, counted: Journey['counts']): KeptStay {
  const { at, eventId, type, signal, rules } = fact;
  const stay: KeptStay = { stage: entry.stage, at, cause: eventId, type, rules: rules.version, signal };
  if (!entry.counts?.length) return stay;
  return {
    ...stay,
    counts: Object.fromEntries(entry.counts.map((each) => [each.signals.join('+'), countOf(each, counted)])),
  };
}

function viewOf(
  { stage, at, cause, type, rules, signal, counts, afterDays }: KeptStay,
  leftAt: string | null,
): StageStay {
  return {
    stage,
    enteredAt: at,
    leftAt,
    causeEventId: cause,
    causeType: type,
    rulesVersion: rules,
    evidence: { signal: signal ?? null, counts: counts ?? {}, afterDays: afterDays ?? null },
  };
}

const DAY_MS = 86_400_000;
