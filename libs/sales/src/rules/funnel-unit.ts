import type { StageStay } from './funnel-journey.js';

/** One customer as reports on the funnel see him at an instant. */
export interface FunnelUnit {
  customerId: string;
  /** His place in lists: the position of his first event. */
  place: number;
  /** His stages up to the instant, oldest first. */
  stays: readonly StageStay[];
  /** When each type of fact happened first, in milliseconds since 1970. */
  firstOf: Readonly<Record<string, number>>;
  /** The system that reported his first event. */
  source: string;
  /** Where his first lead came from. */
  origin: string | null;
  owner: string | null;
  /** Values of recorded facts by kind. */
  facts: Readonly<Record<string, string>>;
}

/** A span of time: from its begin on, up to but without its end. RFC 3339 in UTC. */
export interface Span {
  from?: string;
  to?: string;
}

export function isWithin({ from, to }: Span, ms: number): boolean {
  return (
    ms >= (from === undefined ? -Infinity : Date.parse(from)) && ms < (to === undefined ? Infinity : Date.parse(to))
  );
}

const DAY_MS = 86_400_000;

/** Days of 24 hours, with four decimals. */
export function daysOf(ms: number): number {
  return Math.round((ms / DAY_MS) * 10_000) / 10_000;
}

export function msOfDays(days: number): number {
  return days * DAY_MS;
}
