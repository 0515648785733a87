import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Webhooks } from '#delivery';
import { EventStore } from '#event-store';
import { Metrics } from '#observability';
import { ApiAnswer, ProjectionEngine, TEXT } from '#projections';

@ApiTags('operation')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly store: EventStore,
    private readonly engine: ProjectionEngine,
    private readonly webhooks: Webhooks,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'metrics', summary: 'Figures for Prometheus, projection lag among them' })
  @ApiProduces('text/plain')
  @ApiAnswer('Prometheus text format', TEXT)
  async read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const head = await this.store.head();
    this.metrics.observe(head, await this.engine.status());
    this.metrics.observeWebhooks(head, await this.webhooks.list());
    void reply.type(this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}
