import type { Readable } from 'node:stream';
import type { Job, JobKind, Jobs } from '#jobs';
import { migrateWork, type WorkDatabase } from '#work';
import { newId, Unavailable } from '#kernel';
import { contentDigest } from '../content-digest.js';
import { IMPORT_JOB, importJob, type ImportJobOptions, type ImportParameters } from './import-job.js';
import { importMigrations } from './import-migrations.js';
import { receiveUpload, UPLOAD_LIMITS, type UploadLimits } from './receive-upload.js';
import { rejectLines } from './reject-table.js';
import { StoredMappings } from './stored-mappings.js';

/** Each holds a connection to the database for as long as its file takes to come. */
const MAX_UPLOADS = 4;
const RETRY_AFTER_SECONDS = 5;

export interface ImportRequest {
  filename: string;
  mapping?: string | undefined;
  source?: string | undefined;
  idempotencyKey?: string | undefined;
}

export interface ImportsOptions extends Omit<ImportJobOptions, 'mappings'> {
  limits?: UploadLimits;
}

/** Imports of files that are sent: taken in durably here, and run as jobs. */
export class Imports {
  readonly mappings: StoredMappings;
  /** How such an import is run. */
  readonly kind: JobKind;
  readonly limits: UploadLimits;
  private readonly database: WorkDatabase;
  private receiving = 0;

  constructor(options: ImportsOptions) {
    this.database = options.database;
    this.limits = options.limits ?? UPLOAD_LIMITS;
    this.mappings = new StoredMappings(options.database);
    this.kind = importJob({ ...options, mappings: this.mappings });
  }

  /** Creates the tables where they are missing; after those of jobs. */
  static async migrate(database: WorkDatabase): Promise<void> {
    await database.withClient((client) => migrateWork(client, importMigrations));
  }

  /**
   * Takes a file in and makes the job that imports it. A request with a key that was used before answers the job of then.
   * It can throw:
   * - ValidationFailed, for a mapping that nobody knows
   * - UploadTooLarge; Unavailable, when too many files are coming in already
   * - IdempotencyKeyReused, when the key was used for another file or with other parameters
   * - the error of a body that breaks off, and what the driver throws: then nothing was kept
   */
  async receive(jobs: Jobs, request: ImportRequest, body: Readable): Promise<{ job: Job; repeated: boolean }> {
    await this.mappings.requireKnown(request.mapping);
    if (this.receiving >= MAX_UPLOADS) {
      throw new Unavailable(`${MAX_UPLOADS} files are being received already`, RETRY_AFTER_SECONDS);
    }
    this.receiving += 1;
    try {
      return await this.take(jobs, request, body);
    } finally {
      this.receiving -= 1;
    }
  }

  /** The rejected rows of an import, as lines of JSON. */
  rejects(jobId: string): AsyncIterable<string> {
    return rejectLines(this.database, jobId);
  }

  private async take(jobs: Jobs, request: ImportRequest, body: Readable): Promise<{ job: Job; repeated: boolean }> {
    try {
      return await this.database.transaction(async (client) => {
        const id = newId();
        const { filename, mapping = null, source = null, idempotencyKey: key } = request;
        const identity = await receiveUpload(client, id, body, this.limits);
        const parameters: ImportParameters = { filename, mapping, source, ...identity };
        const idempotency = key === undefined ? undefined : { key, digest: contentDigest(parameters) };
        const made = await jobs.createWithin(client, { id, kind: IMPORT_JOB, parameters, idempotency });
        // What has come a second time is not kept.
        if (made.repeated) throw new Repeated(made.job);
        return made;
      });
    } catch (error) {
      if (error instanceof Repeated) return { job: error.job, repeated: true };
      throw error;
    }
  }
}

/** Undoes the taking in of a file that was there already. */
class Repeated extends Error {
  constructor(readonly job: Job) {
    super('the same was asked before');
  }
}
