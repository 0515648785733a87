import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VIOLATION_SCHEMA } from '#intake/http';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** RFC 9457, with what Rapport adds to it. */
const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', description: 'The address that was asked' },
    code: { type: 'string', description: 'Stable name of the kind of error' },
    errors: {
      type: 'array',
      description: 'The fields at fault and the rules they break',
      items: VIOLATION_SCHEMA,
    },
    currentRevision: {
      description: 'With code revision-conflict: the last revision of the stream, or none',
      oneOf: [{ type: 'integer' }, { type: 'string', enum: ['none'] }],
    },
  },
};

/** Serves the description of the whole API at /openapi.json, and shows it at /docs. */
export function serveOpenApi(app: INestApplication): void {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Rapport')
    .setDescription('Event-sourced ledger of everything that happens between a company and its customers')
    .setVersion('1')
    .build();
  SwaggerModule.setup('docs', app, () => withProblems(SwaggerModule.createDocument(app, description)), {
    jsonDocumentUrl: 'openapi.json',
  });
}

/** Every operation answers errors alike, so that is said here and not at each of them. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA },
    responses: {
      Problem: {
        description: 'What went wrong',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation: Operation | undefined = path[method];
      if (operation) operation.responses.default = { $ref: '#/components/responses/Problem' };
    }
  }
  return document;
}
