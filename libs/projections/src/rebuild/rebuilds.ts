import { isDeepStrictEqual } from 'node:util';
import type { ClientBase } from 'pg';
import type { Job, JobKind, Jobs } from '#jobs';
import { newId, NotFound, ValidationFailed } from '#kernel';
import { migrateWork, type WorkDatabase } from '#work';
import { RebuildUnderWay } from '../errors/rebuild-under-way.js';
import { REBUILD_JOB, rebuildJob } from './rebuild-job.js';
import { RETIRED_SCHEMA, quoted } from '../tables/sql-names.js';
import { rebuildMigrations } from './rebuild-migrations.js';
import { type CustomerRebuild, rebuildCustomer } from './rebuild-customer.js';
import type { RebuildParameters } from './rebuild-parameters.js';
import type { RebuildRunOptions } from './rebuild-run.js';

export interface RebuildRequest {
  /** Names of projections; without them all. */
  projections?: readonly string[] | undefined;
  /** Instead of building anew, bring back the tables of before the last rebuild. */
  revert?: boolean | undefined;
  /** Compare with the live tables before they are swapped, and leave those where something differs. */
  verify?: boolean | undefined;
  /** Swap though something differs. */
  allowDifferences?: boolean | undefined;
}

/** Requests of rebuilds take turns: the advisory lock is a constant drawn at random. */
const REQUEST_LOCK = 7_402_118_356_024n;

const OPEN_SQL = `select id, parameters from work.job
  where kind = $1 and status in ('queued', 'running', 'cancelling') order by created_at limit 1`;

/** Read models built anew beside the live ones, as jobs: one at a time. */
export class Rebuilds {
  /** How such a job is run. */
  readonly kind: JobKind;

  constructor(private readonly options: RebuildRunOptions) {
    this.kind = rebuildJob(options);
  }

  /** Creates the tables where they are missing; after those of jobs. */
  static async migrate(database: WorkDatabase): Promise<void> {
    await database.withClient((client) => migrateWork(client, rebuildMigrations));
  }

  /**
   * Makes the job; one under way that was asked for the same is answered instead. It can throw:
   * - NotFound, for a projection that there is not
   * - ValidationFailed, when differences are allowed that nobody looks for
   * - RebuildUnderWay, when another one has not ended yet
   */
  async request(jobs: Jobs, request: RebuildRequest): Promise<{ job: Job; repeated: boolean }> {
    const parameters = this.parametersOf(request);
    return this.options.database.transaction(async (client) => {
      await client.query('select pg_advisory_xact_lock($1)', [REQUEST_LOCK]);
      const open = await openRebuild(client);
      if (open && !isDeepStrictEqual(open.parameters, parameters)) throw new RebuildUnderWay(open.id);
      if (open) return { job: await jobs.get(open.id), repeated: true };
      return jobs.createWithin(client, { id: newId(), kind: REBUILD_JOB, parameters });
    });
  }

  /**
   * Mends the live rows of one customer, folding his stream anew. Throws NotFound for a projection, or a customer, that
   * there is not, and what the driver throws; then nothing is changed.
   */
  async customer(customerId: string, projections?: readonly string[]): Promise<CustomerRebuild> {
    this.requireKnown(projections);
    return rebuildCustomer(this.options, customerId, projections, new AbortController().signal);
  }

  /** Drops the tables that rebuilds have retired; they cannot be brought back after it. Throws RebuildUnderWay. */
  async discardRetired(): Promise<void> {
    await this.options.database.transaction(async (client) => {
      await client.query('select pg_advisory_xact_lock($1)', [REQUEST_LOCK]);
      const open = await openRebuild(client);
      if (open) throw new RebuildUnderWay(open.id);
      await client.query(`drop schema if exists ${quoted(RETIRED_SCHEMA)} cascade`);
    });
  }

  private requireKnown(names: readonly string[] = []): void {
    const unknown = names.find((name) => !this.options.projections.some((each) => each.name === name));
    if (unknown !== undefined) throw new NotFound('projection', unknown);
  }

  private parametersOf(request: RebuildRequest): RebuildParameters {
    const { projections, revert = false, verify = false, allowDifferences = false } = request;
    const all = this.options.projections.map(({ name }) => name);
    this.requireKnown(projections);
    if (allowDifferences && !verify) {
      const message = 'is of use only where rows are compared (verify)';
      throw new ValidationFailed([{ field: 'allowDifferences', rule: 'needs-verify', message }]);
    }
    if (revert && verify) {
      const message = 'does not go with bringing old tables back';
      throw new ValidationFailed([{ field: 'verify', rule: 'not-with-revert', message }]);
    }
    return {
      projections: projections ? all.filter((name) => projections.includes(name)) : all,
      action: revert ? 'revert' : 'rebuild',
      verify,
      allowDifferences,
    };
  }
}

async function openRebuild(client: ClientBase): Promise<{ id: string; parameters: unknown } | undefined> {
  return (await client.query<{ id: string; parameters: unknown }>(OPEN_SQL, [REBUILD_JOB])).rows[0];
}
