import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Job, Jobs } from '#jobs';
import { JOB_SCHEMA } from '#jobs/http';
import { schemaOf } from '#kernel';
import { Rebuilds } from '../rebuild/rebuilds.js';
import { RebuildBody, RebuildManyBody } from './rebuild-body.js';

const ACCEPTED = {
  status: 202,
  description: 'The job; Location says where it is. Of one asked for the same that is under way, that one',
  schema: JOB_SCHEMA,
  headers: { Location: { description: 'Where the job is', schema: { type: 'string' } } },
} as const;

const ABOUT =
  'Folds from position 0 into tables beside the live ones, which are read and derived on meanwhile, and swaps them. ' +
  'The job tells how far it is and what limits it, and in the end rows, digest and differences of each projection.';

@ApiTags('projections')
@Controller('v1')
export class RebuildsController {
  constructor(
    private readonly rebuilds: Rebuilds,
    private readonly jobs: Jobs,
  ) {}

  @Post('projections/:name/rebuilds')
  @HttpCode(202)
  @ApiParam({ name: 'name' })
  @ApiBody({ schema: schemaOf(RebuildBody) as never, required: false })
  @ApiOperation({ operationId: 'rebuildProjection', summary: 'Build a projection anew', description: ABOUT })
  @ApiResponse(ACCEPTED)
  one(
    @Param('name') name: string,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body?: RebuildBody,
  ): Promise<Job> {
    return this.request({ ...body, projections: [name] }, reply);
  }

  @Post('rebuilds')
  @HttpCode(202)
  @ApiBody({ schema: schemaOf(RebuildManyBody) as never, required: false })
  @ApiOperation({
    operationId: 'rebuildProjections',
    summary: 'Build several projections anew, or all',
    description: ABOUT,
  })
  @ApiResponse(ACCEPTED)
  many(@Res({ passthrough: true }) reply: FastifyReply, @Body() body?: RebuildManyBody): Promise<Job> {
    return this.request({ ...body }, reply);
  }

  private async request(request: Parameters<Rebuilds['request']>[1], reply: FastifyReply): Promise<Job> {
    const { job } = await this.rebuilds.request(this.jobs, request);
    void reply.header('location', `/v1/jobs/${job.id}`);
    return job;
  }
}
