import type { ExpectedRevision } from '#event-store';
import type { Actor } from '#kernel';

/** A fact, or a command that a decider turns into facts: its body checked, on its way to the ledger. */
export interface FactToRecord {
  type: string;
  /** The stream that it goes into: a customer's, or the one of its type. */
  stream: string;
  /** Body in the current version of the type. */
  data: object;
  /** The producing system (URI reference). */
  source: string;
  /** That system's own id of the fact; with `source` the idempotency key. */
  sourceId: string;
  /** The customer as the source names it. */
  subject?: string;
  /** When it happened, RFC 3339. */
  occurredAt: string;
  actor?: Actor;
  correlationId?: string;
  causationId?: string;
  importId?: string;
  /** Digest of what was asked: two requests of one idempotency key are the same when their digests are. */
  requestDigest?: string;
  expectedRevision?: ExpectedRevision;
}

/** Facts of one stream, stored together or not at all. */
export interface RecordRequest {
  /** At least one, all of the same stream. */
  facts: readonly FactToRecord[];
  /** By default what the first fact says, else `any`. */
  expectedRevision?: ExpectedRevision;
}

/** What became of facts: the same for a repeated request as for the first one, but for `duplicate`. */
export interface Recorded {
  /** The facts' own events and those that decisions and policies added, in the order of the stream. */
  eventIds: string[];
  /** Revision of the last of these events in its stream. */
  revision: number;
  /** Position of the last of these events in the log. */
  position: bigint;
  /** True when all of it was in the ledger before. */
  duplicate: boolean;
}
