import type { CloudEventReader } from '../cloud-events/cloud-event-reader.js';
import type { Joined } from '../mappings/joined-rows.js';
import type { Mapping } from '../mappings/mapping.js';
import type { Recorder } from '../recording/recorder.js';
import type { ByteSource, SourceIdentity } from './byte-source.js';
import { importIdOf } from './import-id.js';
import type { DurableImport } from './import-point.js';
import type { ImportProgress } from './import-progress.js';
import type { ImportResult } from './import-result.js';
import { ImportRun } from './import-run.js';
import type { RejectSink } from './reject.js';
import { RowFacts } from './row-facts.js';
import { RowGroups } from './row-groups.js';

export interface SourceImportOptions {
  from: ByteSource;
  identity: SourceIdentity;
  mapping: Mapping;
  /** The rows of the files that the mapping joins to, and what those files are. */
  joined: Joined;
  joinedIdentities: readonly SourceIdentity[];
  /** Source of the events that name none; by default the mapping's own. */
  source: string | undefined;
  reader: CloudEventReader;
  /** None for a dry run. */
  recorder: Pick<Recorder, 'recordMany' | 'decides'> | undefined;
  rejects: RejectSink;
  onProgress?: ((progress: ImportProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** For an import that another process can go on with. */
  durable?: DurableImport | undefined;
}

/** Imports what bytes say by a mapping. Throws as `importFile` does. */
export async function importSource(options: SourceImportOptions): Promise<Omit<ImportResult, 'rejects'>> {
  const startedAt = performance.now();
  const { from, identity, mapping, joined, reader, recorder, rejects, onProgress, signal, durable } = options;
  const { group } = mapping;
  const source = options.source ?? mapping.source;
  const importId = importIdOf(source ?? '', identity, options.joinedIdentities);
  const run = new ImportRun({
    source: from,
    totalBytes: identity.bytes,
    mapping,
    rowFacts: new RowFacts({ mapping, joined, reader, source, importId }),
    groups: group ? await RowGroups.of(from, { ...mapping, group }) : undefined,
    ...{ recorder, rejects, startedAt, onProgress, signal, durable },
  });
  const { progress, preview } = await run.toEnd();
  const seconds = progress.elapsedMs / 1_000;
  return {
    read: progress.rows,
    stored: progress.stored,
    followed: progress.followed,
    duplicates: progress.duplicates,
    rejected: progress.rejected,
    seconds: Math.round(seconds * 1_000) / 1_000,
    eventsPerSecond: Math.round((progress.stored + progress.duplicates) / Math.max(seconds, 0.001)),
    importId,
    ...(recorder ? {} : { preview }),
  };
}
