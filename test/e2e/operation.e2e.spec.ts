import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestService, startService } from './service.js';

describe('operation', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  it('is alive and ready', async () => {
    expect((await service.http.get('/health/live')).body).toEqual({ status: 'ok' });
    const ready = await service.http.get('/health/ready');
    expect(ready.status).toBe(200);
    expect(ready.body).toMatchObject({ status: 'ready', reasons: [] });
  });

  it('gives Prometheus the lag of every projection', async () => {
    const { text, headers } = await service.http.get('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    for (const name of ['profile', 'funnel', 'loyalty', 'purchases', 'statistics']) {
      expect(text).toContain(`rapport_projection_lag_events{projection="${name}"}`);
    }
    expect(text).toContain('rapport_http_request_seconds_bucket');
  });

  it('counts events and customers, and lists projections', async () => {
    const id = await service.customer();
    const { position } = await service.record(id, 'calls', { direction: 'outbound' });
    const stats = await service.http.get(`/v1/stats?minPosition=${position}`);
    expect(stats.body).toMatchObject({
      head: position,
      customers: 1,
      events: { CustomerRegistered: 1, CallLogged: 1 },
    });
    const projections = await service.http.get('/v1/projections');
    expect(projections.body.projections).toContainEqual({
      name: 'profile',
      version: expect.any(Number),
      checkpoint: position,
      lag: '0',
      parked: 0,
    });
  });

  it('serves the schema of every event type, with its version and its personal fields', async () => {
    const list = await service.http.get('/v1/schemas');
    expect(list.body.schemas.length).toBeGreaterThanOrEqual(24);
    for (const { schema } of list.body.schemas) {
      const { status, body } = await service.http.get(schema);
      expect([schema, status, body.type]).toEqual([schema, 200, 'object']);
    }
    const registered = await service.http.get('/v1/schemas/CustomerRegistered');
    expect(registered.body.properties.name).toMatchObject({ type: 'string', 'x-personal': true });
  });

  it('describes every route in OpenAPI, bodies included, and shows it', async () => {
    const { body: document } = await service.http.get('/openapi.json');
    expect(document.openapi).toMatch(/^3\./);
    const purchase = document.paths['/v1/customers/{customerId}/purchases'].post;
    expect(purchase.requestBody.content['application/json'].schema.properties.total.properties.amount).toMatchObject({
      type: 'integer',
      minimum: 0,
    });
    const ids = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const [path, operations] of Object.entries<Record<string, { parameters?: { name: string; in: string }[] }>>(
      document.paths,
    )) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const { parameters = [] } of Object.values(operations)) {
        expect([path, parameters.filter((each) => each.in === 'path').map(({ name }) => name)]).toEqual([path, inPath]);
      }
    }
    const page = await service.http.get('/docs');
    expect([page.status, page.text.includes('swagger')]).toEqual([200, true]);
  });

  it('carries the correlation id of a request back, and keeps it with the event unless the body says another', async () => {
    const id = await service.customer();
    const note = (body: object) =>
      service.http.post(`/v1/customers/${id}/notes`).set('X-Correlation-Id', 'abc-1').send(body).expect(201);
    const { headers } = await note({ text: 'first' });
    expect(headers['x-correlation-id']).toBe('abc-1');
    await note({ text: 'second', correlationId: 'own' });
    const { body } = await service.http.get(`/v1/customers/${id}/history?types=NoteAdded`);
    expect(body.events.map((event: { correlationId: string }) => event.correlationId)).toEqual(['abc-1', 'own']);
  });
});
