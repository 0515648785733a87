import { Readable } from 'node:stream';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Jobs } from '#jobs';
import { JobIdPipe } from '#jobs/http';
import { NotFound } from '#kernel';
import { LINES_TYPE } from '../../http/cloud-events.controller.js';
import { VIOLATION_SCHEMA } from '../../http/item-answer-schema.js';
import { IMPORT_JOB } from '../import-job.js';
import { Imports } from '../imports.js';

const REJECT_SCHEMA = {
  type: 'object',
  properties: {
    file: { type: 'string' },
    row: { type: 'integer', description: 'Line of the file on which the row begins' },
    rows: { type: 'array', items: { type: 'integer' } },
    reasons: { type: 'array', items: VIOLATION_SCHEMA },
    event: { type: 'object', properties: { type: { type: 'string' }, id: { type: 'string' } } },
    raw: { type: 'string', description: 'The row as it is in the file' },
  },
  required: ['file', 'row', 'reasons', 'raw'],
};

@ApiTags('imports')
@Controller('v1/jobs')
export class ImportRejectsController {
  constructor(
    private readonly imports: Imports,
    private readonly jobs: Jobs,
  ) {}

  @Get(':jobId/rejects')
  @ApiParam({ name: 'jobId' })
  @ApiOperation({
    operationId: 'getImportRejects',
    summary: 'The rows of an import of which something was not taken, and why; those found up to now',
  })
  @ApiResponse({
    status: 200,
    description: 'One JSON document a line',
    content: { [LINES_TYPE]: { schema: REJECT_SCHEMA } },
  })
  async read(@Param('jobId', JobIdPipe) jobId: string, @Res() reply: FastifyReply): Promise<void> {
    const { kind } = await this.jobs.get(jobId);
    if (kind !== IMPORT_JOB) throw new NotFound('import', jobId);
    void reply.type(LINES_TYPE).send(Readable.from(this.imports.rejects(jobId), { objectMode: false }));
  }
}
