import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { CustomersModule } from '#customers';
import { EventCodec, EventStore } from '#event-store';
import { InsightModule } from '#insight';
import { CloudEventReader, Imports, IntakeModule, Recorder } from '#intake';
import { InteractionsModule } from '#interactions';
import { Jobs, JobsModule } from '#jobs';
import { FactCatalogue } from '#kernel';
import { LoyaltyModule } from '#loyalty';
import { Metrics } from '#observability';
import { MinPositionInterceptor, ProjectionEngine, ProjectionsModule, ReadModels } from '#projections';
import { SalesModule } from '#sales';
import { ServiceModule } from '#service';
import { CustomerPageModule } from './customer-page/customer-page.module.js';
import { HealthController } from './health/health.controller.js';
import { MetricsController } from './health/metrics.controller.js';
import { Readiness } from './health/readiness.js';
import type { Ledger } from './ledger.js';

/** Gives the opened ledger's parts to everyone who asks for them by class. */
@Global()
@Module({})
class LedgerModule {
  static of(ledger: Ledger, metrics: Metrics): DynamicModule {
    const parts = [
      { provide: EventStore, useValue: ledger.store },
      { provide: EventCodec, useValue: ledger.codec },
      { provide: FactCatalogue, useValue: ledger.catalogue },
      { provide: Recorder, useValue: ledger.recorder },
      { provide: CloudEventReader, useValue: ledger.reader },
      { provide: ProjectionEngine, useValue: ledger.projections },
      { provide: ReadModels, useValue: ledger.readModels },
      { provide: Jobs, useValue: ledger.jobs },
      { provide: Imports, useValue: ledger.imports },
      { provide: Metrics, useValue: metrics },
    ];
    return { module: LedgerModule, providers: parts, exports: parts };
  }
}

/** The HTTP service over an opened ledger. */
@Module({})
export class RapportModule {
  static of(ledger: Ledger, metrics: Metrics, extraModules: readonly Type[] = []): DynamicModule {
    return {
      module: RapportModule,
      imports: [
        CqrsModule.forRoot(),
        LedgerModule.of(ledger, metrics),
        IntakeModule,
        ProjectionsModule,
        JobsModule,
        CustomersModule,
        InteractionsModule,
        SalesModule,
        ServiceModule,
        LoyaltyModule,
        InsightModule,
        CustomerPageModule,
        ...extraModules,
      ],
      controllers: [HealthController, MetricsController],
      providers: [Readiness, { provide: APP_INTERCEPTOR, useClass: MinPositionInterceptor }],
    };
  }
}
