/** Who did it or said so. */
export interface Actor {
  id: string;
  kind: 'person' | 'system' | 'bot' | 'partner';
  role?: string;
}

/** What is kept with every event beside its body. Times are RFC 3339 in UTC. */
export interface EventMetadata {
  /** The producing system (URI reference). */
  source: string;
  /** That system's own id of the fact; with `source` the idempotency key. */
  sourceId: string;
  /** The customer as the source names it. */
  subject?: string;
  /** When it happened in the world. */
  occurredAt: string;
  /** When the ledger took it in. */
  recordedAt: string;
  schemaVersion: number;
  actor?: Actor;
  correlationId?: string;
  causationId?: string;
  importId?: string;
  /** Digest of the request that recorded it, where the request had an idempotency key. */
  requestDigest?: string;
}

/** A body with its type: what deciders produce and folds consume. */
export interface Fact<Data extends object = object> {
  type: string;
  data: Data;
}

/** An event as it is in the log, in its current version. */
export interface RecordedEvent<Data extends object = object> extends Fact<Data> {
  id: string;
  stream: string;
  /** Place in the stream: 0, 1, 2 … */
  revision: number;
  /** Place in the whole log. A string wherever it leaves the process. */
  position: bigint;
  metadata: EventMetadata;
}

/** A fact as deciders see it: with its id and when it happened. */
export interface DatedFact<Data extends object = object> extends Fact<Data> {
  /** Id of the event that says it, or will. */
  id: string;
  /** RFC 3339 in UTC. */
  occurredAt: string;
  /** The stream that it goes into; said where a decision is asked for, or a policy follows. */
  stream?: string;
  /** The producing system (URI reference); said where `stream` is. */
  source?: string;
  /** Who did it or asked for it, where somebody said so. */
  actor?: Actor;
  /** When the ledger takes it in, RFC 3339 in UTC; said where a decision is asked for. */
  recordedAt?: string;
}
