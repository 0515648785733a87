import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Client } from 'pg';
import { type TestService, startService } from './service.js';

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  additionalProperties?: unknown;
}

interface Content {
  content?: Record<string, { schema: Schema }>;
  $ref?: string;
}

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: Content;
  responses: Record<string, Content>;
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Content> };
}

/** Every row is rejected, so that there is a reject to look at. */
const MAPPING =
  'source: urn:spec\nevents:\n  - { type: CallLogged, id: "{id}", subject: "{id}", time: never, data: {} }\n';

const ajv = new Ajv2020({
  strict: false,
  formats: { 'date-time': true, date: true, uuid: true, 'uri-reference': true },
});

/** No field may come that the schema does not name. */
function closed(schema: Schema): Schema {
  const { properties, items, anyOf } = schema;
  return {
    ...schema,
    ...(properties
      ? {
          additionalProperties: false,
          properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, closed(each)])),
        }
      : {}),
    ...(items ? { items: closed(items) } : {}),
    ...(anyOf ? { anyOf: anyOf.map(closed) } : {}),
  };
}

/** So that there is a parked event to look at. */
async function parkFirstEvent(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`insert into read.parked_event
      (projection, position, event_id, stream, type, keys, whole_stream, status, error, stack)
      values ('profile', 1, gen_random_uuid(), 'none', 'None', '[{"table":"profile","key":"none"}]', false, 'parked', 'why', null)`);
  } finally {
    await client.end();
  }
}

describe('OpenAPI document', () => {
  let service: TestService;
  let document: Document;
  let operations: { path: string; method: string; operation: Operation }[];
  beforeAll(async () => {
    service = await startService();
    document = (await service.http.get('/openapi.json')).body as Document;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
  });
  afterAll(() => service.stop());

  it('says of every operation what it answers, in case of errors too', () => {
    expect(document.openapi).toBe('3.1.0');
    for (const { path, method, operation } of operations) {
      const successes = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
      expect([path, method, successes.length > 0]).toEqual([path, method, true]);
      for (const [status, { content }] of successes) {
        expect([path, status, Object.keys(content ?? {}).length > 0]).toEqual([path, status, status !== '204']);
      }
      expect(operation.responses.default).toEqual({ $ref: '#/components/responses/Problem' });
      const hasBody = method === 'post' && !/\/(resume|redelivery)$/.test(path);
      expect([path, Boolean(operation.requestBody)]).toEqual([path, hasBody]);
    }
    expect(document.components.responses.Problem?.content?.['application/problem+json']?.schema).toEqual({
      $ref: '#/components/schemas/Problem',
    });
  });

  it('holds nothing but valid schemas', () => {
    for (const { operation } of operations) {
      const bodies = [operation.requestBody, ...Object.values(operation.responses)];
      const schemas = [
        ...bodies.flatMap((body) => Object.values(body?.content ?? {}).map(({ schema }) => schema)),
        ...operation.parameters.map(({ schema }) => schema),
      ];
      for (const schema of schemas) {
        expect([operation.operationId, schema && ajv.validateSchema(schema)]).toEqual([operation.operationId, true]);
      }
    }
  });

  it('describes what reads really answer', async () => {
    const customerId = await service.customer({
      name: 'Ada',
      contactPoints: [{ kind: 'phone', value: '1', label: 'x' }],
    });
    await service.record(customerId, 'details', { attributes: { vip: true }, birthDate: '1815-12-10' });
    await service.record(customerId, 'calls', { direction: 'inbound', actor: { id: 'ann', kind: 'person' } });
    const { position } = await service.record(customerId, 'purchases', { total: { amount: 1_250, currency: 'EUR' } });
    const { body: kept } = await service.http.post('/v1/mappings').type('application/yaml').send(MAPPING);
    const { body: job } = await service.http.post(`/v1/imports?mapping=${kept.id}`).type('text/csv').send('id\n1\n');
    await service.http.get(`/v1/jobs/${job.id}/events`).buffer(true);
    const { body: webhook } = await service.http.post('/v1/webhooks').send({ url: 'http://127.0.0.1:9/' });
    await parkFirstEvent(service.databaseUrl);
    const names: Record<string, string> = {
      ...{ customerId, type: 'CallLogged', name: 'profile', program: 'points', position: '1' },
      ...{ mappingId: kept.id, jobId: job.id, webhookId: webhook.id },
    };
    const values: Record<string, string> = { minPosition: position, stage: 'lead', steps: 'lead,customer' };
    // A stream of events has no end; test/delivery reads it.
    const reads = operations.filter(
      ({ method, operation }) => method === 'get' && !operation.responses['200']?.content?.['text/event-stream'],
    );
    for (const { path, operation } of reads) {
      const address = path.replace(/\{(\w+)\}/g, (_, name: string) => names[name]!);
      const query = operation.parameters
        .filter((each) => each.in === 'query' && (each.required || each.name === 'minPosition'))
        .map(({ name }) => `${name}=${values[name] ?? '2030-01-01'}`);
      const { status, body, text, type } = await service.http.get(`${address}?${query.join('&')}`).buffer(true);
      const schema = operation.responses['200']?.content?.[type]?.schema;
      expect([path, status, schema !== undefined]).toEqual([path, 200, true]);
      const check = ajv.compile(path === '/v1/schemas/{type}' ? schema! : closed(schema!));
      check(type === 'application/x-ndjson' ? JSON.parse(text) : type === 'application/json' ? body : text);
      expect([path, check.errors]).toEqual([path, null]);
    }
  });

  it('describes the problem that an error really is', async () => {
    const answers = await Promise.all([
      service.http.get('/v1/customers?limit=0'),
      service.http.get('/v1/customers/00000000-0000-4000-8000-000000000000'),
      service.http.post('/v1/customers').type('text/plain').send('x'),
    ]);
    const check = ajv.compile(document.components.schemas.Problem!);
    for (const { body } of answers) {
      check(body);
      expect(check.errors).toBeNull();
    }
  });
});
