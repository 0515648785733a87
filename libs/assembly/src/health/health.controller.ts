import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiAnswer, TEXT, listOf, objectOf } from '#projections/http';
import { Readiness, type ReadinessReport } from './readiness.js';

const REPORT_SCHEMA = objectOf<ReadinessReport>({
  status: { type: 'string', enum: ['ready', 'not-ready'] satisfies ReadinessReport['status'][] },
  reasons: listOf(TEXT),
  projections: listOf(objectOf<ReadinessReport['projections'][number]>({ name: TEXT, lag: TEXT })),
});

@ApiTags('operation')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @ApiOperation({ operationId: 'live', summary: 'The process runs' })
  @ApiAnswer('It does', objectOf<{ status: 'ok' }>({ status: { type: 'string', enum: ['ok'] } }))
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ operationId: 'ready', summary: 'Commands are taken and reads are not far behind; 503 when not' })
  @ApiAnswer('Ready', REPORT_SCHEMA)
  @ApiServiceUnavailableResponse({ description: 'Not ready, and why', schema: REPORT_SCHEMA as never })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessReport> {
    const report = await this.readiness.report();
    void reply.status(report.status === 'ready' ? 200 : 503);
    return report;
  }
}
