import type { EventCodec, EventStore } from '#event-store';
import type { FactCatalogue } from '#kernel';
import type { RetrySchedule } from '../attempts/retry-schedule.js';

export interface SenderLogLine {
  level: 'info' | 'warn' | 'error';
  message: string;
  error?: unknown;
}

/** One attempt, as metrics count it. */
export interface AttemptMade {
  webhookId: string;
  /** `failed`: it will be tried again; `dead`: it will not. */
  outcome: 'delivered' | 'failed' | 'dead';
}

/** How deliveries are made. All but what has no default may be left out. */
export interface SenderOptions {
  /** Database of the schema `work`. */
  connectionString: string;
  store: EventStore;
  codec: EventCodec;
  catalogue: FactCatalogue;
  log?: (line: SenderLogLine) => void;
  onAttempt?: (attempt: AttemptMade) => void;
  /** By default as the Standard Webhooks spec suggests. */
  schedule?: RetrySchedule;
  /** How long an answer may take. */
  timeoutMs?: number;
  /** Requests under way to one webhook, each for another stream. */
  concurrency?: number;
  /** Deliveries of one webhook that are queued; the log is not read on before there is room. */
  queueLimit?: number;
  /** How often it is looked which webhooks there are, and whether this process has its share of them. */
  lookEveryMs?: number;
  /** How long a lease lives without being renewed. */
  leaseTtlMs?: number;
}

export const SENDING_DEFAULTS = {
  timeoutMs: 15_000,
  concurrency: 16,
  queueLimit: 10_000,
  lookEveryMs: 1_000,
  /** What requests under way are granted when sending stops. */
  farewellMs: 5_000,
  deadLettersKeptDays: 90,
  pruneEveryMs: 60 * 60_000,
};
