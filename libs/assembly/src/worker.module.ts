import { type DynamicModule, Module } from '@nestjs/common';
import type { Draining } from '#kernel';
import type { Metrics } from '#observability';
import { HealthController } from './health/health.controller.js';
import { MetricsController } from './health/metrics.controller.js';
import { Readiness } from './health/readiness.js';
import type { Ledger } from './ledger.js';
import { LedgerModule } from './ledger.module.js';

/** What a worker answers over HTTP: whether it lives, and its figures. */
@Module({})
export class WorkerModule {
  static of(ledger: Ledger, metrics: Metrics, draining: Draining): DynamicModule {
    return {
      module: WorkerModule,
      imports: [LedgerModule.of(ledger, metrics, draining)],
      controllers: [HealthController, MetricsController],
      providers: [Readiness],
    };
  }
}
