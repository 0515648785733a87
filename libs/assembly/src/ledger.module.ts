import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Webhooks } from '#delivery';
import { EventCodec, EventStore } from '#event-store';
import { CloudEventReader, Imports, Recorder } from '#intake';
import { Jobs } from '#jobs';
import { Draining, FactCatalogue } from '#kernel';
import { Metrics } from '#observability';
import { ParkedEvents, ProjectionEngine, Rebuilds } from '#projections';
import { ReadModels } from '#projections/read-models';
import type { Ledger } from './ledger.js';

/** Gives the opened ledger's parts to everyone who asks for them by class. */
@Global()
@Module({})
export class LedgerModule {
  static of(ledger: Ledger, metrics: Metrics, draining: Draining): DynamicModule {
    const parts = [
      { provide: EventStore, useValue: ledger.store },
      { provide: EventCodec, useValue: ledger.codec },
      { provide: FactCatalogue, useValue: ledger.catalogue },
      { provide: Recorder, useValue: ledger.recorder },
      { provide: CloudEventReader, useValue: ledger.reader },
      { provide: ProjectionEngine, useValue: ledger.projections },
      { provide: ParkedEvents, useValue: ledger.parkedEvents },
      { provide: ReadModels, useValue: ledger.readModels },
      { provide: Jobs, useValue: ledger.jobs },
      { provide: Imports, useValue: ledger.imports },
      { provide: Rebuilds, useValue: ledger.rebuilds },
      { provide: Webhooks, useValue: ledger.webhooks },
      { provide: Metrics, useValue: metrics },
      { provide: Draining, useValue: draining },
    ];
    return { module: LedgerModule, providers: parts, exports: parts };
  }
}
