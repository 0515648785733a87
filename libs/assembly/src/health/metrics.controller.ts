import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Webhooks } from '#delivery';
import { EventStore } from '#event-store';
import { type Job, Jobs } from '#jobs';
import { Metrics, type ObservedJob, type ObservedProjection, type ObservedWebhook } from '#observability';
import { ProjectionEngine } from '#projections';
import { ApiAnswer, TEXT } from '#projections/http';
import { withinPatience } from './within-patience.js';

type Figures = [
  head: bigint,
  projections: readonly ObservedProjection[],
  webhooks: readonly ObservedWebhook[],
  jobs: readonly Job[],
];

/** More than run at once. */
const MAX_JOBS = 100;

@ApiTags('operation')
@Controller('metrics')
export class MetricsController {
  private asking: Promise<Figures> | undefined;

  constructor(
    private readonly metrics: Metrics,
    private readonly store: EventStore,
    private readonly engine: ProjectionEngine,
    private readonly webhooks: Webhooks,
    private readonly jobs: Jobs,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'metrics', summary: 'Figures for Prometheus, projection lag among them' })
  @ApiProduces('text/plain')
  @ApiAnswer('Prometheus text format', TEXT)
  async read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    await this.observe();
    void reply.type(this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }

  /** The process has figures of its own to give when the databases are away, and that they are is one of them. */
  private async observe(): Promise<void> {
    try {
      const [head, projections, webhooks, jobs] = await withinPatience(this.askOnce());
      this.metrics.observe(head, projections);
      this.metrics.observeWebhooks(head, webhooks);
      this.metrics.observeJobs(jobs.map(observed));
    } catch {
      this.metrics.databasesAway();
    }
  }

  private askOnce(): Promise<Figures> {
    this.asking ??= Promise.all([
      this.store.head(),
      this.engine.status(),
      this.webhooks.list(),
      this.jobs.list({ status: 'running', limit: MAX_JOBS }),
    ]).finally(() => (this.asking = undefined));
    return this.asking;
  }
}

function observed({ kind, progress }: Job): ObservedJob {
  return { kind, done: progress?.done ?? 0, total: progress?.total, ratePerSecond: progress?.ratePerSecond };
}
