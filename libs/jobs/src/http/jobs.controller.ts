import { Readable } from 'node:stream';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Draining, fieldsOf, schemaOf } from '#kernel';
import type { Job } from '../job.js';
import { Jobs } from '../jobs.js';
import { eventStream } from './event-stream.js';
import { JobIdPipe } from './job-id.pipe.js';
import { CancelJobBody, cursorAfter, idOfCursor, limitOf, ListJobsQuery } from './job-queries.js';
import { EVENT_STREAM, EVENT_STREAM_SCHEMA, JOB_LIST_SCHEMA, JOB_SCHEMA } from './job-schema.js';

const listParameters = fieldsOf(ListJobsQuery).map(({ name, schema }) => {
  const { description, ...rest } = schema();
  return ApiQuery({ name, required: false, schema: rest as never, ...(description ? { description } : {}) });
});

function ApiListQuery(): MethodDecorator {
  return (target, key, descriptor) => listParameters.forEach((parameter) => parameter(target, key, descriptor));
}

@ApiTags('jobs')
@Controller('v1/jobs')
export class JobsController {
  constructor(
    private readonly jobs: Jobs,
    private readonly draining: Draining,
  ) {}

  @Get()
  @ApiListQuery()
  @ApiOperation({ operationId: 'listJobs', summary: 'Jobs, the newest first' })
  @ApiResponse({ status: 200, description: 'A page of them', schema: JOB_LIST_SCHEMA })
  async list(@Query() query: ListJobsQuery): Promise<{ jobs: Job[]; next: string | null }> {
    const limit = limitOf(query);
    const after = query.cursor === undefined ? undefined : idOfCursor(query.cursor);
    const found = await this.jobs.list({ status: query.status, kind: query.kind, after, limit: limit + 1 });
    const jobs = found.slice(0, limit);
    return { jobs, next: found.length > limit ? cursorAfter(jobs.at(-1)!) : null };
  }

  @Get(':jobId')
  @ApiParam({ name: 'jobId' })
  @ApiOperation({
    operationId: 'getJob',
    summary: 'A job: how far it is, what it came to, why it failed',
    description: 'With `Accept: text/event-stream` each of its changes, as `/events` gives them.',
  })
  @ApiResponse({
    status: 200,
    description: 'The job',
    content: { 'application/json': { schema: JOB_SCHEMA }, [EVENT_STREAM]: { schema: EVENT_STREAM_SCHEMA } },
  })
  async get(
    @Param('jobId', JobIdPipe) jobId: string,
    @Headers('accept') accept: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (accept?.includes(EVENT_STREAM)) return this.stream(jobId, reply);
    void reply.send(await this.jobs.get(jobId));
  }

  @Get(':jobId/events')
  @ApiParam({ name: 'jobId' })
  @ApiOperation({
    operationId: 'watchJob',
    summary: 'A job as server-sent events: as it is, then each change, until it has ended',
    description: 'Whoever was cut off asks again, and gets the job as it is by then.',
  })
  @ApiResponse({
    status: 200,
    description: 'An event named job for each change',
    content: { [EVENT_STREAM]: { schema: EVENT_STREAM_SCHEMA } },
  })
  events(@Param('jobId', JobIdPipe) jobId: string, @Res() reply: FastifyReply): Promise<void> {
    return this.stream(jobId, reply);
  }

  @Post(':jobId/cancellation')
  @HttpCode(202)
  @ApiParam({ name: 'jobId' })
  @ApiBody({ schema: schemaOf(CancelJobBody) as never, required: false })
  @ApiOperation({
    operationId: 'cancelJob',
    summary: 'Cancel a job',
    description:
      'One that waits is cancelled at once; one that runs is told to stop, and is cancelling until it has. What it has ' +
      'done by then stays. One that has ended stays as it is.',
  })
  @ApiResponse({ status: 202, description: 'The job as it is now', schema: JOB_SCHEMA })
  cancel(@Param('jobId', JobIdPipe) jobId: string, @Body() body?: CancelJobBody): Promise<Job> {
    return this.jobs.cancel(jobId, body?.reason);
  }

  private async stream(jobId: string, reply: FastifyReply): Promise<void> {
    // An error is answered as one: after the first event it would be too late.
    await this.jobs.get(jobId);
    const gone = new AbortController();
    reply.raw.on('close', () => gone.abort());
    // Whoever watches is let go when the service is to end.
    const signal = AbortSignal.any([gone.signal, this.draining.signal]);
    const events = Readable.from(eventStream(this.jobs.watch(jobId, signal)), { objectMode: false });
    void reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no');
    void reply.type(EVENT_STREAM).send(events);
  }
}
