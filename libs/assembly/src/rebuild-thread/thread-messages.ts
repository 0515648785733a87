import type { EngineLogLine, RebuildTask, TaskFailure } from '#projections';

/** What a thread that does a part of a rebuild has to know. */
export interface RebuildThreadSettings {
  databaseUrl: string;
  eventStoreUrl: string;
  task: RebuildTask;
}

export type RebuildThreadMessage = { kind: 'log'; line: EngineLogLine } | { kind: 'failed'; failure: TaskFailure };
