import { DataSource } from 'typeorm';
import { EmbeddedDatabase } from '#embedded-database';
import { EventCodec, type EventStore, PostgresEventStore } from '#event-store';
import { CloudEventReader, Recorder } from '#intake';
import type { FactCatalogue } from '#kernel';
import { type AppliedBatch, type EngineLogLine, ProjectionEngine, ReadModels, entityOf } from '#projections';
import type { Configuration } from './configuration.js';
import { DOMAINS, factCatalogue } from './domains.js';

export interface LedgerOptions {
  /** Told what goes on: starting, waiting, lost connections. */
  log?: (line: EngineLogLine) => void;
  onBatchApplied?: (batch: AppliedBatch) => void;
}

/** The whole machine put together, before any HTTP: log, recording, projections, read models. */
export class Ledger {
  private constructor(
    readonly databaseUrl: string,
    readonly catalogue: FactCatalogue,
    readonly store: EventStore,
    readonly codec: EventCodec,
    readonly recorder: Recorder,
    readonly reader: CloudEventReader,
    readonly projections: ProjectionEngine,
    readonly readModels: ReadModels,
    private readonly dataSource: DataSource,
    private readonly embedded: EmbeddedDatabase | undefined,
  ) {}

  /**
   * Starts or finds the database, brings its schemas up to date and connects everything. Projections do not run yet.
   * What was opened is closed again when a later step fails.
   */
  static async open(configuration: Configuration, options: LedgerOptions = {}): Promise<Ledger> {
    const opened: (() => Promise<unknown>)[] = [];
    try {
      return await Ledger.openEach(configuration, options, (close) => opened.unshift(close));
    } catch (error) {
      for (const close of opened) await close();
      throw error;
    }
  }

  private static async openEach(
    configuration: Configuration,
    options: LedgerOptions,
    opened: (close: () => Promise<unknown>) => void,
  ): Promise<Ledger> {
    const { home } = configuration;
    const log = options.log ?? (() => undefined);
    const inform = (message: string) => log({ level: 'info', message });
    const embedded = configuration.databaseUrl ? undefined : await EmbeddedDatabase.acquire({ home, log: inform });
    if (embedded) opened(() => embedded.release());
    const databaseUrl = configuration.databaseUrl ?? embedded!.url;

    const catalogue = factCatalogue();
    const codec = new EventCodec(catalogue);
    const store = await PostgresEventStore.open({
      connectionString: configuration.eventStoreUrl ?? databaseUrl,
      saysTheSame: codec.saysTheSame,
    });
    opened(() => store.close());

    const projections = DOMAINS.flatMap((domain) => domain.projections);
    const engine = new ProjectionEngine({
      store,
      codec,
      connectionString: databaseUrl,
      projections,
      log,
      ...(options.onBatchApplied ? { onBatch: options.onBatchApplied } : {}),
    });
    opened(() => engine.stop());
    await engine.migrate();

    const dataSource = await new DataSource({
      type: 'postgres',
      url: databaseUrl,
      entities: projections.flatMap(({ tables }) => tables.map(entityOf)),
      poolErrorHandler: (error: Error) =>
        log({ level: 'warn', message: 'lost a connection to the read models', error }),
    }).initialize();
    opened(() => dataSource.destroy());

    const deciders = DOMAINS.flatMap((domain) => domain.deciders);
    return new Ledger(
      databaseUrl,
      catalogue,
      store,
      codec,
      new Recorder({ store, codec, catalogue, deciders }),
      new CloudEventReader({ catalogue }),
      engine,
      new ReadModels(store, codec, dataSource),
      dataSource,
      embedded,
    );
  }

  /** Drains and closes everything; the embedded database stops when nobody else uses it. */
  async close(): Promise<void> {
    await this.projections.stop();
    await this.dataSource.destroy();
    await this.store.close();
    await this.embedded?.release();
  }
}
