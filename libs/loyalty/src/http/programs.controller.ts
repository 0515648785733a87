import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Instant, schemaOf } from '#kernel';
import {
  type AnswerSchema,
  ApiAnswer,
  ApiQueryOf,
  COUNT,
  INSTANT,
  ReadQuery,
  TEXT,
  listOf,
  objectOf,
  orNull,
} from '#projections/http';
import { instantOf, parseMoment } from '#projections/read-models';
import { ProgramPublished } from '../events/program-published.js';
import { ListPrograms, type ProgramView } from '../queries/list-programs.query.js';

export class ProgramsQuery extends ReadQuery {
  @Instant({ about: 'The instant whose version in force is wanted; by default now', optional: true })
  asOf?: string;
}

const PUBLISHED = schemaOf(ProgramPublished) as AnswerSchema;

/** The rules of a version, as they are published; version 0 is what holds while none is. */
const VERSION_SCHEMA: AnswerSchema = {
  ...PUBLISHED,
  properties: { ...PUBLISHED.properties, programVersion: COUNT },
};

const PROGRAM_FIELDS: Record<keyof ProgramView, AnswerSchema> = {
  program: TEXT,
  name: orNull(TEXT),
  inForce: orNull(COUNT),
  versions: listOf(VERSION_SCHEMA),
};

type ProgramAnswer = ProgramView & { at: string };
interface ProgramsAnswer {
  at: string;
  programs: ProgramView[];
}

@ApiTags('loyalty')
@Controller('v1/programs')
export class ProgramsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ operationId: 'listPrograms', summary: 'Every loyalty programme with all versions of its rules' })
  @ApiQueryOf(ProgramsQuery)
  @ApiAnswer(
    'The programmes at that instant',
    objectOf<ProgramsAnswer>({ at: INSTANT, programs: listOf(objectOf<ProgramView>(PROGRAM_FIELDS)) }),
  )
  async list(@Query() { asOf }: ProgramsQuery): Promise<ProgramsAnswer> {
    const at = instantOf(parseMoment({ asOf }));
    return { at, programs: await this.queries.execute(new ListPrograms(at)) };
  }

  @Get(':program')
  @ApiOperation({ operationId: 'getProgram', summary: 'One loyalty programme with all versions of its rules' })
  @ApiParam({ name: 'program' })
  @ApiQueryOf(ProgramsQuery)
  @ApiAnswer('The programme at that instant', objectOf<ProgramAnswer>({ at: INSTANT, ...PROGRAM_FIELDS }))
  async read(@Param('program') program: string, @Query() { asOf }: ProgramsQuery): Promise<ProgramAnswer> {
    const at = instantOf(parseMoment({ asOf }));
    const [found] = await this.queries.execute(new ListPrograms(at, program));
    return { at, ...found! };
  }
}
