import { ValidationFailed, type Violation } from '#kernel';
import { MAX_SEED } from './seeded-random.js';
import { STARBUCKS_SIZE } from './starbucks-shape.js';

export interface LogWanted {
  /** Of the whole log, those that policies add among them. */
  events: number;
  /** By default as many to an event as the Starbucks set has. */
  customers?: number | undefined;
  /** 1 to MAX_SEED, 1 by default. */
  seed?: number | undefined;
}

/** All that a generated log depends on. */
export interface LogPlan extends Required<{ [Field in keyof LogWanted]: number }> {
  /** What its facts name as their source: two logs of different plans have no event in common. */
  source: string;
}

/** Throws ValidationFailed for numbers of which no log can be made. */
export function planLog({ events, customers = customersFor(events), seed = 1 }: LogWanted): LogPlan {
  const violations: Violation[] = [];
  const check = (field: string, value: number, max: number): void => {
    if (Number.isSafeInteger(value) && value >= 1 && value <= max) return;
    violations.push({ field, rule: 'range', message: `must be a whole number from 1 to ${max}` });
  };
  check('events', events, Number.MAX_SAFE_INTEGER);
  // Each of them has at least the event of his registration.
  if (violations.length === 0) check('customers', customers, events);
  check('seed', seed, MAX_SEED);
  if (violations.length > 0) throw new ValidationFailed(violations);
  return { events, customers, seed, source: `urn:made-up:${seed}:${events}:${customers}` };
}

function customersFor(events: number): number {
  return Math.max(1, Math.round((events * STARBUCKS_SIZE.members) / STARBUCKS_SIZE.events));
}
