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

/** Is told how far the slots of projections are, by whoever derives them. */
export interface ProgressObserver {
  /** Somebody derives these slots from now on, and this is where they are. */
  begin(positions: ReadonlyMap<string, bigint>): void;
  /** The rows of these slots are committed up to that position. */
  advance(slots: readonly string[], position: bigint): void;
  /** Nobody knows any more: another process may go on. */
  end(): void;
}

/** Projections being derived somewhere else. */
export interface RunElsewhere {
  /** When it has begun, or could not. */
  started: Promise<void>;
  /** When it has ended. */
  ended: Promise<void>;
}

/** What deriving takes, wherever the tables lie. */
export interface DeriveOptions {
  store: EventStore;
  codec: EventCodec;
  projections: readonly Projection[];
  log?: (line: EngineLogLine) => void;
  onBatch?: (batch: AppliedBatch) => void;
  /** Events to a transaction, at most. */
  batchSize?: number;
}

export interface ProjectionEngineOptions extends DeriveOptions {
  /** The PostgreSQL database of the read models. */
  connectionString: string;
  /** Told how far this engine has derived the projections. */
  observer?: ProgressObserver;
  /**
   * Derives the projections in the place of `start`, for instance in another thread, until the signal is aborted; tells
   * the observer how far they are.
   */
  runElsewhere?: (observer: ProgressObserver, signal: AbortSignal) => RunElsewhere;
  /**
   * What becomes of tables of another version when the database is migrated: emptied, to be derived again from position
   * 0, as is assumed; or kept as they are until others, built beside them, take their place (see Rebuilds).
   */
  otherVersions?: 'empty' | 'keep';
  /** How long a catch-up waits before it asks for the leases again. */
  leaseRetryMs?: number;
  /** How long a lease lives without being renewed. */
  leaseTtlMs?: number;
}

export const DEFAULT_BATCH_SIZE = 2_000;
export const DEFAULT_LEASE_RETRY_MS = 250;
