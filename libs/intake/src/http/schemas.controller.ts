import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { FactCatalogue, type FactDefinition, NotFound } from '#kernel';

/** JSON Schema 2020-12 of an event's body, as served. */
export interface ServedSchema {
  $schema: string;
  $id: string;
  title: string;
  description: string;
  [keyword: string]: unknown;
}

@ApiTags('schemas')
@Controller('v1/schemas')
export class SchemasController {
  constructor(private readonly catalogue: FactCatalogue) {}

  @Get()
  @ApiOperation({ operationId: 'listSchemas', summary: 'Every event type, its version, where it is recorded' })
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
