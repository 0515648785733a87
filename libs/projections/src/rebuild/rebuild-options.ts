import type { EventCodec, EventStore } from '#event-store';
import type { Projection } from '#kernel';
import type { EngineLogLine } from '../engine/engine-options.js';
import type { ModelSchema } from '../tables/sql-names.js';

/** The ledger as a rebuild needs it. */
export interface RebuildSources {
  store: EventStore;
  codec: EventCodec;
  /** The PostgreSQL database of the read models. */
  connectionString: string;
  /** All that there are. */
  projections: readonly Projection[];
  log?: (line: EngineLogLine) => void;
}

/** The right to write, by which whoever was paused is kept out. */
export interface LeaseInForce {
  name: string;
  epoch: bigint;
}

/** Folds ranges of streams into tables that are empty, until none is left that somebody has not begun. */
export interface LoadTask {
  kind: 'load';
  rebuildId: string;
  bound: bigint;
  names: readonly string[];
  lease: LeaseInForce;
}

/** Puts together what the ranges have left of rows that gather from several streams. */
export interface CombineTask {
  kind: 'combine';
  rebuildId: string;
  bound: bigint;
  names: readonly string[];
  lease: LeaseInForce;
}

/** Brings tables from where their checkpoints are to a position of the log, in its order. */
export interface DeriveTask {
  kind: 'derive';
  schema: ModelSchema;
  to: bigint;
  names: readonly string[];
  lease: LeaseInForce;
}

/** One after the other, in one place: a thread costs seconds to begin. */
export interface TasksInTurn {
  kind: 'in-turn';
  tasks: readonly (LoadTask | CombineTask | DeriveTask)[];
}

/** A part of a rebuild that can be done anywhere: all that it has to know, as plain data. */
export type RebuildTask = LoadTask | CombineTask | DeriveTask | TasksInTurn;

/** Does a task; ends quietly, the task undone, when the signal is aborted. */
export type DoTask = (task: RebuildTask, signal: AbortSignal) => Promise<void>;
