import type { AppliedBatch, EngineLogLine } from '#projections';

/** What the thread has to know. */
export interface ThreadSettings {
  databaseUrl: string;
  eventStoreUrl: string;
}

/** What the thread tells, in order; several at once where they come at once. */
export type ThreadMessage =
  | { kind: 'started' }
  | { kind: 'begin'; positions: ReadonlyMap<string, bigint> }
  | { kind: 'advance'; slots: readonly string[]; position: bigint }
  | { kind: 'end' }
  | { kind: 'batch'; batch: AppliedBatch }
  | { kind: 'log'; line: EngineLogLine };
