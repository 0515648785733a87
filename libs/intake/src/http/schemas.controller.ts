import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { FactCatalogue, type FactDefinition, NotFound } from '#kernel';

/** JSON Schema 2020-12 of an event's body, as served. */
export interface ServedSchema {
  $schema: string;
  $id: string;
  title: string;
  description: string;
  [keyword: string]: unknown;
}

const TEXT = { type: 'string' };
const LIST_SCHEMA = {
  type: 'object',
  required: ['schemas'],
  properties: {
    schemas: {
      type: 'array',
      items: {
        type: 'object',
        required: ['type', 'version', 'about', 'schema', 'recordedAt'],
        properties: { type: TEXT, version: { type: 'integer' }, about: TEXT, schema: TEXT, recordedAt: TEXT },
      },
    },
  },
};

@ApiTags('schemas')
@Controller('v1/schemas')
export class SchemasController {
  constructor(private readonly catalogue: FactCatalogue) {}

  @Get()
  @ApiOperation({ operationId: 'listSchemas', summary: 'Every event type, its version, where it is recorded' })
  @ApiOkResponse({ description: 'Every event type', schema: LIST_SCHEMA })
  list(): { schemas: object[] } {
    return {
      schemas: this.catalogue.all.map(({ type, version, about, path }) => ({
        type,
        version,
        about,
        schema: `/v1/schemas/${type}`,
        recordedAt: `/v1/customers/{customerId}/${path}`,
      })),
    };
  }

  @Get(':type')
  @ApiParam({ name: 'type', description: 'Event type, for instance PurchaseRecorded' })
  @ApiOperation({ operationId: 'getSchema', summary: 'JSON Schema of an event’s body; personal fields are marked' })
  @ApiOkResponse({ description: 'JSON Schema 2020-12', schema: { type: 'object' } })
  get(@Param('type') type: string): ServedSchema {
    const fact = this.catalogue.find(type);
    if (!fact) throw new NotFound('event type', type);
    return servedSchemaOf(fact);
  }
}

function servedSchemaOf({ type, version, about, schema }: FactDefinition): ServedSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:rapport:schema:${type}:${version}`,
    title: type,
    description: about,
    version,
    ...schema,
  };
}
