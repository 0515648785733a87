import { Controller, Get, HttpCode, Param, Post, Req, Res, UnsupportedMediaTypeException } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Imports } from '../imports.js';
import { MAPPINGS_ROUTE, YAML_TYPE } from './import-routes.js';

const KEPT_SCHEMA = { type: 'object', properties: { id: { type: 'string', format: 'uuid' } }, required: ['id'] };

@ApiTags('imports')
@Controller(MAPPINGS_ROUTE)
export class MappingsController {
  constructor(private readonly imports: Imports) {}

  @Post()
  @HttpCode(201)
  @ApiOperation({
    operationId: 'keepMapping',
    summary: 'Keep a mapping in YAML, to import files by',
    description: 'The same text has the same id. One that nobody uses for 90 days is forgotten.',
  })
  @ApiConsumes(YAML_TYPE)
  @ApiBody({ description: 'The mapping', schema: { type: 'string' } })
  @ApiResponse({ status: 201, description: 'It can be used; its id', schema: KEPT_SCHEMA })
  async keep(
    @Req() { body }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ id: string }> {
    if (typeof body !== 'string') throw new UnsupportedMediaTypeException(`send the mapping as ${YAML_TYPE}`);
    const id = await this.imports.mappings.keep(body);
    void reply.header('location', `${MAPPINGS_ROUTE}/${id}`);
    return { id };
  }

  @Get(':mappingId')
  @ApiParam({ name: 'mappingId' })
  @ApiOperation({ operationId: 'getMapping', summary: 'A mapping as it was sent' })
  @ApiResponse({
    status: 200,
    description: 'The mapping',
    content: { [YAML_TYPE]: { schema: { type: 'string' } } },
  })
  async read(@Param('mappingId') mappingId: string, @Res() reply: FastifyReply): Promise<void> {
    void reply.type(YAML_TYPE).send(await this.imports.mappings.read(mappingId));
  }
}
