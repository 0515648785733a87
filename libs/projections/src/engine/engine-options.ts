import type { EventCodec, EventStore } from '#event-store';
import type { Projection } from '#kernel';

/** What the engine tells about itself. Nothing personal: positions, names and errors. */
export interface EngineLogLine {
  level: 'info' | 'warn' | 'error';
  message: string;
  error?: unknown;
}

/** A batch that one projection has applied, told after its commit. */
export interface AppliedBatch {
  projection: string;
  /** Events of the log that went by, whether they touched a row or not. */
  events: number;
  /** Time for loading, folding and writing this projection's rows. */
  seconds: number;
  /** Where the projection is now. */
  position: bigint;
}

export interface ProjectionEngineOptions {
  store: EventStore;
  codec: EventCodec;
  /** The PostgreSQL database of the read models. */
  connectionString: string;
  projections: readonly Projection[];
  log?: (line: EngineLogLine) => void;
  onBatch?: (batch: AppliedBatch) => void;
  /** Events to a transaction, at most. */
  batchSize?: number;
  /** How long a process waits before it asks for the lease again. */
  leaseRetryMs?: number;
}

export const DEFAULT_BATCH_SIZE = 2_000;
export const DEFAULT_LEASE_RETRY_MS = 250;
