import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { FactCatalogue, type CommandDefinition, type FactDefinition, NotFound } from '#kernel';
import { recordingPathOf } from './recording-path.js';

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
        required: ['type', 'version', 'about', 'kind', 'schema', 'recordedAt'],
        properties: {
          type: TEXT,
          version: { type: 'integer' },
          about: TEXT,
          kind: { type: 'string', enum: ['event', 'command'] },
          schema: TEXT,
          recordedAt: {
            type: ['string', 'null'],
            description: 'Null: it follows from others by the ledger’s own rules, and is not sent in',
          },
        },
      },
    },
  },
};

@ApiTags('schemas')
@Controller('v1/schemas')
export class SchemasController {
  constructor(private readonly catalogue: FactCatalogue) {}

  @Get()
  @ApiOperation({
    operationId: 'listSchemas',
    summary: 'Every event type and command, its version, where it is recorded',
  })
  @ApiOkResponse({ description: 'Every event type', schema: LIST_SCHEMA })
  list(): { schemas: object[] } {
    return {
      schemas: [...this.catalogue.all, ...this.catalogue.commands].map((definition) => ({
        type: definition.type,
        version: definition.version,
        about: definition.about,
        kind: this.catalogue.isCommand(definition.type) ? 'command' : 'event',
        schema: `/v1/schemas/${definition.type}`,
        recordedAt: recordingPathOf(definition, '{customerId}') ?? null,
      })),
    };
  }

  @Get(':type')
  @ApiParam({ name: 'type', description: 'Event type, for instance PurchaseRecorded' })
  @ApiOperation({ operationId: 'getSchema', summary: 'JSON Schema of an event’s body; personal fields are marked' })
  @ApiOkResponse({ description: 'JSON Schema 2020-12', schema: { type: 'object' } })
  get(@Param('type') type: string): ServedSchema {
    const fact = this.catalogue.find(type) ?? this.catalogue.commands.find((command) => command.type === type);
    if (!fact) throw new NotFound('event type', type);
    return servedSchemaOf(fact);
  }
}

function servedSchemaOf({ type, version, about, schema }: CommandDefinition | FactDefinition): ServedSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:rapport:schema:${type}:${version}`,
    title: type,
    description: about,
    version,
    ...schema,
  };
}
