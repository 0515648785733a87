import type { EventStore } from '#event-store';
import type { JobContext, JobKind, JobProgress } from '#jobs';
import type { WorkDatabase } from '#work';
import { Unavailable } from '#kernel';
import type { CloudEventReader } from '../cloud-events/cloud-event-reader.js';
import { ImportInterrupted } from '../errors/import-interrupted.js';
import { MappingInvalid } from '../errors/mapping-invalid.js';
import { firstLineOf } from '../import/first-line.js';
import { NO_FIGURES } from '../import/import-figures.js';
import { type ImportPoint, pointBeforeAll } from '../import/import-point.js';
import type { ImportProgress } from '../import/import-progress.js';
import type { ImportResult } from '../import/import-result.js';
import { importSource } from '../import/import-source.js';
import type { Mapping } from '../mappings/mapping.js';
import { mappingFor } from '../mappings/mapping-set.js';
import type { Recorder } from '../recording/recorder.js';
import { DELETE_UPLOAD_SQL, PRUNE_MAPPINGS_SQL, PRUNE_UPLOADS_SQL } from './import-sql.js';
import { RejectTable } from './reject-table.js';
import type { StoredMappings } from './stored-mappings.js';
import { UploadSource } from './upload-source.js';

export const IMPORT_JOB = 'import';

const DAY_MS = 86_400_000;
/** The file of an import that failed is kept so long: to see what was wrong with it. */
const FAILED_UPLOAD_KEPT_MS = 7 * DAY_MS;
const UNUSED_MAPPING_KEPT_MS = 90 * DAY_MS;
/** So much of an import is done again at most after a crash. */
const POINT_EVERY_MS = 1_000;

/** What an import over HTTP was asked for. JSON. */
export type ImportParameters = {
  /** As the sender calls it. */
  filename: string;
  /** A preset's name, or the id of a mapping that was sent; null for CloudEvents. */
  mapping: string | null;
  /** Source of the events that name none; null for the mapping's own. */
  source: string | null;
  bytes: number;
  sha256: string;
};

export interface ImportJobOptions {
  database: WorkDatabase;
  mappings: StoredMappings;
  store: Pick<EventStore, 'head'>;
  recorder: Pick<Recorder, 'recordMany' | 'decides'>;
  reader: CloudEventReader;
  pointEveryMs?: number;
}

/** The kind of job that imports a file which was sent. Its result is an ImportResult without the file of rejects. */
export function importJob(options: ImportJobOptions): JobKind {
  return {
    kind: IMPORT_JOB,
    run: (context) => runImport(options, context),
    async ended(client, { id, status }) {
      if (status !== 'failed') await client.query(DELETE_UPLOAD_SQL, [id]);
    },
    async prune(client) {
      const uploads = await client.query(PRUNE_UPLOADS_SQL, [FAILED_UPLOAD_KEPT_MS]);
      const mappings = await client.query(PRUNE_MAPPINGS_SQL, [UNUSED_MAPPING_KEPT_MS]);
      return (uploads.rowCount ?? 0) + (mappings.rowCount ?? 0);
    },
  };
}

async function runImport(options: ImportJobOptions, context: JobContext): Promise<Omit<ImportResult, 'rejects'>> {
  const { database, mappings, recorder, reader, pointEveryMs = POINT_EVERY_MS } = options;
  const { job, signal, progress, save } = context;
  const { filename, mapping: mappingName, source } = job.parameters as ImportParameters;
  const upload = new UploadSource(database, job.id, filename);
  const identity = await upload.identity();
  const mapping = mappingFor(await mappings.load(mappingName ?? undefined), filename, await firstLineOf(upload));
  refuseJoins(mapping, filename);
  const resumed = context.resume !== undefined;
  const from = resumed ? (context.resume as ImportPoint) : await firstPoint(options, context);
  const rejects = new RejectTable(context);
  await rejects.goOnFrom(from.rejects);
  try {
    return await importSource({
      ...{ from: upload, identity, mapping, reader, recorder, rejects, signal },
      joined: {},
      joinedIdentities: [],
      source: source ?? undefined,
      onProgress: (each) => progress(progressOf(each)),
      durable: { from, resumed, everyMs: pointEveryMs, keep: (point) => save(point) },
    });
  } catch (error) {
    throw reasonOf(error);
  }
}

/** Before anything is stored: what the log holds up to here is not this import's. */
async function firstPoint({ store }: ImportJobOptions, { save }: JobContext): Promise<ImportPoint> {
  const point = pointBeforeAll(NO_FIGURES, await store.head());
  await save(point);
  return point;
}

/** The files would be looked for on this machine. */
function refuseJoins({ joins = {} }: Mapping, filename: string): void {
  const [name] = Object.keys(joins);
  if (name === undefined) return;
  const message = `joins ${filename} to a further file (${name}), which cannot be sent; import it by the command line`;
  throw new MappingInvalid(name, [{ field: 'join', rule: 'joined-file', message }]);
}

/** An import that was cut short by what may pass is to be tried again by its job, not by a person. */
function reasonOf(error: unknown): unknown {
  if (!(error instanceof ImportInterrupted)) return error;
  return error.cause instanceof Unavailable ? error.cause : error;
}

function progressOf(progress: ImportProgress): JobProgress {
  const { rows, bytes, totalBytes, stored, duplicates, rejected, elapsedMs } = progress;
  return {
    done: bytes,
    total: totalBytes,
    unit: 'bytes',
    message: `${rows} rows read: ${stored} events stored, ${duplicates} there before, ${rejected} rows rejected`,
    ratePerSecond: Math.round((stored + duplicates) / Math.max(elapsedMs / 1_000, 0.001)),
  };
}
