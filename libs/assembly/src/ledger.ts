import { availableParallelism } from 'node:os';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { Webhooks, migrateDelivery } from '#delivery';
import { EmbeddedDatabase } from '#embedded-database';
import { EventCodec, type EventStore, openEventStore } from '#event-store';
import { CloudEventReader, Imports, Recorder } from '#intake';
import { Jobs } from '#jobs';
import { WorkDatabase } from '#work';
import type { FactCatalogue, Projection } from '#kernel';
import { type AppliedBatch, type EngineLogLine, ParkedEvents, ProjectionEngine, Rebuilds } from '#projections';
import { ReadModels, entityOf } from '#projections/read-models';
import type { Configuration } from './configuration.js';
import { DOMAINS, factCatalogue } from './domains.js';
import { jobKinds } from './job-kinds.js';
import { keepRunning } from './keep-running.js';
import { runInThread } from './projection-thread/projection-thread.js';
import { doTaskInThread } from './rebuild-thread/rebuild-thread.js';

type Log = (line: EngineLogLine) => void;

export interface LedgerOptions {
  /** Told what goes on: starting, waiting, lost connections. */
  log?: Log;
  onBatchApplied?: (batch: AppliedBatch) => void;
  /**
   * What runs in threads of its own, beside what answers requests: rebuilds, or projections as well, once they are
   * started; by default none of them.
   */
  threads?: 'rebuilds' | 'all';
}

/** What is given up when the ledger closes, in the reverse order of opening. */
class Openings {
  private readonly closers: (() => Promise<unknown>)[] = [];

  add(close: () => Promise<unknown>): void {
    this.closers.unshift(close);
  }

  async closeAll(): Promise<void> {
    for (const close of this.closers.splice(0)) await close();
  }
}

interface Parts {
  databaseUrl: string;
  catalogue: FactCatalogue;
  store: EventStore;
  codec: EventCodec;
  recorder: Recorder;
  reader: CloudEventReader;
  projections: ProjectionEngine;
  parkedEvents: ParkedEvents;
  readModels: ReadModels;
  webhooks: Webhooks;
  jobs: Jobs;
  imports: Imports;
  rebuilds: Rebuilds;
}

/** The whole machine put together, before any HTTP: log, recording, projections, read models. */
export class Ledger {
  readonly databaseUrl: string;
  readonly catalogue: FactCatalogue;
  readonly store: EventStore;
  readonly codec: EventCodec;
  readonly recorder: Recorder;
  readonly reader: CloudEventReader;
  readonly projections: ProjectionEngine;
  readonly parkedEvents: ParkedEvents;
  readonly readModels: ReadModels;
  readonly webhooks: Webhooks;
  readonly jobs: Jobs;
  readonly imports: Imports;
  readonly rebuilds: Rebuilds;

  private constructor(
    parts: Parts,
    private readonly openings: Openings,
  ) {
    this.databaseUrl = parts.databaseUrl;
    this.catalogue = parts.catalogue;
    this.store = parts.store;
    this.codec = parts.codec;
    this.recorder = parts.recorder;
    this.reader = parts.reader;
    this.projections = parts.projections;
    this.parkedEvents = parts.parkedEvents;
    this.readModels = parts.readModels;
    this.webhooks = parts.webhooks;
    this.jobs = parts.jobs;
    this.imports = parts.imports;
    this.rebuilds = parts.rebuilds;
  }

  /**
   * Starts or finds the database, brings its schemas up to date and connects everything. Projections do not run yet.
   * What was opened is closed again when a later step fails.
   */
  static async open(configuration: Configuration, options: LedgerOptions = {}): Promise<Ledger> {
    const openings = new Openings();
    try {
      return new Ledger(await openParts(configuration, options, openings), openings);
    } catch (error) {
      await openings.closeAll();
      throw error;
    }
  }

  /** Drains and closes everything; the embedded database stops when nobody else uses it. */
  close(): Promise<void> {
    return this.openings.closeAll();
  }
}

async function openParts(configuration: Configuration, options: LedgerOptions, openings: Openings): Promise<Parts> {
  const log = options.log ?? (() => undefined);
  const databaseUrl = configuration.databaseUrl ?? (await openEmbedded(configuration.home, log, openings));
  const eventStoreUrl = configuration.eventStoreUrl ?? databaseUrl;
  const catalogue = factCatalogue();
  const codec = new EventCodec(catalogue);
  const store = await openEventStore({ url: eventStoreUrl, saysTheSame: codec.saysTheSame });
  openings.add(() => store.close());

  const allProjections = DOMAINS.flatMap((domain) => domain.projections);
  const onBatch = options.onBatchApplied;
  const thread = { databaseUrl, eventStoreUrl, log, ...(onBatch ? { onBatch } : {}) };
  const projections = new ProjectionEngine({
    store,
    codec,
    connectionString: databaseUrl,
    projections: allProjections,
    otherVersions: 'keep',
    log,
    ...(onBatch ? { onBatch } : {}),
    ...(options.threads === 'all' ? { runElsewhere: (observer, signal) => runInThread(thread, observer, signal) } : {}),
  });
  openings.add(() => projections.stop());
  await projections.migrate();
  const parkedEvents = new ParkedEvents({ store, codec, connectionString: databaseUrl, projections: allProjections });
  openings.add(() => parkedEvents.close());

  await migrateDelivery(databaseUrl);
  const webhooks = new Webhooks(databaseUrl, store);
  openings.add(() => webhooks.close());

  const dataSource = await openDataSource(databaseUrl, allProjections, log, openings);
  const recorder = new Recorder({
    store,
    codec,
    catalogue,
    deciders: DOMAINS.flatMap((domain) => domain.deciders),
    policies: DOMAINS.flatMap(({ policies = [] }) => policies),
  });
  const reader = new CloudEventReader({ catalogue });
  const readModels = new ReadModels(store, codec, dataSource, allProjections, (name) =>
    projections.requireServed(name),
  );
  const recording = { databaseUrl, store, recorder, reader, readModels };
  const database = new WorkDatabase({ connectionString: databaseUrl });
  openings.add(() => database.close());
  const rebuilds = new Rebuilds({
    ...{ store, codec, connectionString: databaseUrl, projections: allProjections, log, database },
    catchUpLive: () => projections.catchUp(),
    ...(options.threads
      ? {
          doTask: (task, signal) => doTaskInThread({ databaseUrl, eventStoreUrl, log }, task, signal),
          loaders: availableParallelism(),
        }
      : {}),
  });
  const jobs = await openJobs(database, recording, rebuilds, openings);
  return { ...recording, catalogue, codec, projections, parkedEvents, webhooks, rebuilds, ...jobs };
}

async function openJobs(
  database: WorkDatabase,
  parts: Pick<Parts, 'databaseUrl' | 'store' | 'recorder' | 'reader' | 'readModels'>,
  rebuilds: Rebuilds,
  openings: Openings,
): Promise<Pick<Parts, 'jobs' | 'imports'>> {
  await Jobs.migrate(database);
  await Imports.migrate(database);
  await Rebuilds.migrate(database);
  const imports = new Imports({ database, ...parts });
  const jobs = new Jobs({ database, kinds: jobKinds(database, { imports, rebuilds }, parts) });
  openings.add(() => jobs.close());
  return { jobs, imports };
}

async function openEmbedded(home: string, log: Log, openings: Openings): Promise<string> {
  const embedded = await EmbeddedDatabase.acquire({ home, log: (message) => log({ level: 'info', message }) });
  openings.add(() => embedded.release());
  openings.add(keepRunning(embedded, log));
  return embedded.url;
}

async function openDataSource(
  url: string,
  projections: readonly Projection[],
  log: Log,
  openings: Openings,
): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    entities: projections.flatMap(({ tables }) => tables.map(entityOf)),
    poolErrorHandler: (error: Error) => {
      // Connections that are being given up may still see the server go.
      if (dataSource.isInitialized) log({ level: 'warn', message: 'a connection for reading was lost', error });
    },
  });
  await dataSource.initialize();
  // Between being made and being handed out a connection has no other listener, and an unheard error ends the process.
  const { master } = dataSource.driver as unknown as { master: Pool };
  master.on('connect', (client) => client.on('error', () => undefined));
  openings.add(() => dataSource.destroy());
  return dataSource;
}
