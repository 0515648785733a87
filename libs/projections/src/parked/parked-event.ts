/** `parked`: it failed. `held`: it waits behind one that is missing. `skipped`: it is to be left out, somebody said. */
export const PARKED_STATUSES = ['parked', 'held', 'skipped'] as const;

export type ParkedStatus = (typeof PARKED_STATUSES)[number];

/** An event that is missing from a projection's rows, as people see it. Times are RFC 3339 in UTC. */
export interface ParkedEvent {
  projection: string;
  /** Place in the log, as text. */
  position: string;
  status: ParkedStatus;
  eventId: string;
  stream: string;
  type: string;
  /** Why it failed the last time; null for one that was never tried. */
  error: string | null;
  /** How often it was tried. */
  attempts: number;
  /** When it was left out the last time. */
  parkedAt: string;
  skipReason: string | null;
  skippedAt: string | null;
  skippedBy: string | null;
}
