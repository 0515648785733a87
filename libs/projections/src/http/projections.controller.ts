import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { NotFound } from '#kernel';
import { ProjectionEngine, type ProjectionStatus } from '../projection-engine.js';
import { ApiAnswer, COUNT, POSITION, TEXT, listOf, objectOf } from './answer-schema.js';

/** A projection as people see it; positions as strings. */
export interface ProjectionAnswer {
  name: string;
  version: number;
  checkpoint: string;
  lag: string;
  parked: number;
}

export const PROJECTION_SCHEMA = objectOf<ProjectionAnswer>({
  name: TEXT,
  version: COUNT,
  checkpoint: POSITION,
  lag: TEXT,
  parked: COUNT,
});

@ApiTags('projections')
@Controller('v1/projections')
export class ProjectionsController {
  constructor(private readonly engine: ProjectionEngine) {}

  @Get()
  @ApiOperation({
    operationId: 'listProjections',
    summary: 'Every projection: version, checkpoint, lag, parked events',
  })
  @ApiAnswer('All of them', objectOf<{ projections: ProjectionAnswer[] }>({ projections: listOf(PROJECTION_SCHEMA) }))
  async list(): Promise<{ projections: ProjectionAnswer[] }> {
    return { projections: (await this.engine.status()).map(answerOf) };
  }

  @Get(':name')
  @ApiParam({ name: 'name' })
  @ApiOperation({ operationId: 'getProjection', summary: 'One projection' })
  @ApiAnswer('How it stands', PROJECTION_SCHEMA)
  async get(@Param('name') name: string): Promise<ProjectionAnswer> {
    const found = (await this.engine.status()).find((status) => status.name === name);
    if (!found) throw new NotFound('projection', name);
    return answerOf(found);
  }
}

function answerOf({ name, version, checkpoint, lag, parked }: ProjectionStatus): ProjectionAnswer {
  return { name, version, checkpoint: String(checkpoint), lag: String(lag), parked };
}
