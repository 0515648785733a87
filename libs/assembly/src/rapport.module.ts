import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { CustomersModule } from '#customers/http';
import { DeliveryModule } from '#delivery/http';
import { InsightModule } from '#insight/http';
import { IntakeModule } from '#intake/http';
import { InteractionsModule } from '#interactions/http';
import { JobsModule } from '#jobs/http';
import { Draining } from '#kernel';
import { LoyaltyModule } from '#loyalty/http';
import type { Metrics } from '#observability';
import { MinPositionInterceptor, ProjectionsModule } from '#projections/http';
import { SalesModule } from '#sales/http';
import { ServiceModule } from '#service/http';
import { CustomerPageModule } from './customer-page/customer-page.module.js';
import { HealthController } from './health/health.controller.js';
import { MetricsController } from './health/metrics.controller.js';
import { Readiness } from './health/readiness.js';
import type { Ledger } from './ledger.js';
import { LedgerModule } from './ledger.module.js';

/** The HTTP service over an opened ledger. */
@Module({})
export class RapportModule {
  static of(
    ledger: Ledger,
    metrics: Metrics,
    extraModules: readonly Type[] = [],
    draining: Draining = new Draining(),
  ): DynamicModule {
    return {
      module: RapportModule,
      imports: [
        CqrsModule.forRoot(),
        LedgerModule.of(ledger, metrics, draining),
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
        DeliveryModule,
        ...extraModules,
      ],
      controllers: [HealthController, MetricsController],
      providers: [Readiness, { provide: APP_INTERCEPTOR, useClass: MinPositionInterceptor }],
    };
  }
}
