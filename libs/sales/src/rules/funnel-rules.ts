import type {
  FieldCondition,
  FunnelDormancy,
  FunnelSignal,
  FunnelStage,
  SignalCount,
  StageEntry,
} from '../events/funnel-rule-parts.js';

/** Where somebody is of whom no signal was seen yet. No stage can have this name. */
export const START = 'start';

/** How customers move through the funnel, as plain data; a change is a new version. */
export interface FunnelRules {
  version: number;
  /** Judges facts that happened from then on, RFC 3339 in UTC; null: from the beginning. */
  effectiveFrom: string | null;
  stages: readonly FunnelStage[];
  signals: readonly FunnelSignal[];
  entries: readonly StageEntry[];
  dormancy: FunnelDormancy | null;
}

/** What of a fact the rules look at. */
export interface JudgedFact {
  type: string;
  data: object;
  /** The system that reported it. */
  source: string;
}

type ConditionPlaces = ReadonlyMap<string, readonly number[]>;
const placesByRules = new WeakMap<FunnelRules, ConditionPlaces>();

/** Which of the rules' signals a fact is, by its place among them; undefined when it does not touch the funnel. */
export function signalPlace(fact: JudgedFact, rules: FunnelRules): number | undefined {
  const places = placesOf(rules).get(fact.type);
  return places?.find((place) => isSignal(rules.signals[place]!, fact));
}

/** Whether an entry is open to who is in a stage (or at the start) and of whom so many signals were counted. */
export function isOpen(
  { stage: into, from, counts }: StageEntry,
  stage: string,
  counted: Readonly<Record<string, number>>,
): boolean {
  const reachable = from ? from.includes(stage) : stage !== into;
  return reachable && (counts ?? []).every((count) => countHolds(count, counted));
}

/** How many of these signals were counted. */
export function countOf({ signals }: SignalCount, counted: Readonly<Record<string, number>>): number {
  return signals.reduce((sum, signal) => sum + (counted[signal] ?? 0), 0);
}

/** The stage that the rules have for a stage of whatever version: itself, the one that took its place, or as it was. */
export function stageUnder(stage: string, { stages }: FunnelRules): string {
  if (stages.some((each) => each.stage === stage)) return stage;
  return stages.find(({ formerly }) => formerly?.includes(stage))?.stage ?? stage;
}

/** Types of facts by the places of their signals; the rules never change, so this is found out once. */
function placesOf(rules: FunnelRules): ConditionPlaces {
  const known = placesByRules.get(rules);
  if (known) return known;
  const places = new Map<string, number[]>();
  rules.signals.forEach(({ type }, place) => places.set(type, [...(places.get(type) ?? []), place]));
  placesByRules.set(rules, places);
  return places;
}

function isSignal({ where, sources }: FunnelSignal, { data, source }: JudgedFact): boolean {
  return (sources?.includes(source) ?? true) && (where ?? []).every((condition) => holds(condition, data));
}

function holds({ field, in: words, absent, atLeast, below }: FieldCondition, data: object): boolean {
  const value = valueAt(data, field);
  if (absent !== undefined) return absent === (value === undefined || value === null);
  if (words) return isPlain(value) && words.some((word) => word.toLowerCase() === String(value).toLowerCase());
  return typeof value === 'number' && value >= (atLeast ?? -Infinity) && value < (below ?? Infinity);
}

function valueAt(data: object, path: string): unknown {
  let value: unknown = data;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function countHolds(count: SignalCount, counted: Readonly<Record<string, number>>): boolean {
  const seen = countOf(count, counted);
  return seen >= (count.atLeast ?? 0) && seen <= (count.atMost ?? Infinity);
}
