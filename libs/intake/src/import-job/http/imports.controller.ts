import { Readable } from 'node:stream';
import { Controller, Headers, HttpCode, Post, Query, Req, Res, UnsupportedMediaTypeException } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Job, Jobs } from '#jobs';
import { JOB_SCHEMA } from '#jobs/http';
import { fieldsOf } from '#kernel';
import { requestIdentity } from '../../http/request-identity.js';
import { Imports } from '../imports.js';
import { UploadTooLarge } from '../upload-too-large.js';
import { ImportQuery } from './import-query.js';
import { IMPORTS_ROUTE, UPLOAD_TYPES } from './import-routes.js';

const DEFAULT_NAME = 'upload';

const queryParameters = fieldsOf(ImportQuery).map(({ name, schema }) => {
  const { description, ...rest } = schema();
  return ApiQuery({ name, required: false, schema: rest as never, ...(description ? { description } : {}) });
});

function ApiImportQuery(): MethodDecorator {
  return (target, key, descriptor) => queryParameters.forEach((parameter) => parameter(target, key, descriptor));
}

@ApiTags('imports')
@Controller(IMPORTS_ROUTE)
export class ImportsController {
  constructor(
    private readonly imports: Imports,
    private readonly jobs: Jobs,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    operationId: 'importFile',
    summary: 'Import a file: it is taken in durably, and its rows become events in a job',
    description:
      'The body is the file, gzipped or not. The answer comes when all of it is kept; the job says how far it is, what ' +
      'it came to, and under /rejects which rows were not taken. With an Idempotency-Key the same file sent again is ' +
      'answered by the job of the first time.',
  })
  @ApiImportQuery()
  @ApiHeader({ name: 'Idempotency-Key', required: false, schema: { type: 'string', maxLength: 200 } })
  @ApiConsumes(...UPLOAD_TYPES)
  @ApiBody({ description: 'The file', schema: { type: 'string', format: 'binary' } })
  @ApiResponse({
    status: 202,
    description: 'The job; Location says where it is',
    schema: JOB_SCHEMA,
    headers: { Location: { description: 'Where the job is', schema: { type: 'string' } } },
  })
  async receive(
    @Query() query: ImportQuery,
    @Headers() headers: Record<string, string | undefined>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Job> {
    const { body } = request;
    if (!(body instanceof Readable)) {
      throw new UnsupportedMediaTypeException(`send the file as the body, as one of ${UPLOAD_TYPES.join(', ')}`);
    }
    this.refuseDeclaredSize(headers['content-length']);
    const { idempotencyKey } = requestIdentity(headers);
    const { filename = DEFAULT_NAME, mapping, source } = query;
    const asked = { filename, mapping, source, idempotencyKey };
    const { job, repeated } = await this.imports.receive(this.jobs, asked, body);
    void reply.header('location', `/v1/jobs/${job.id}`);
    if (repeated) void reply.header('Idempotency-Replayed', 'true');
    return job;
  }

  /** What says of itself that it is too large needs not be read. */
  private refuseDeclaredSize(contentLength: string | undefined): void {
    const { maxBytes } = this.imports.limits;
    if (Number(contentLength ?? 0) > maxBytes) throw new UploadTooLarge(maxBytes);
  }
}
