import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestService, startService } from './service.js';

const EUR = (amount: number) => ({ amount, currency: 'EUR' });

describe('recording commands', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  it('register a customer and record what happened with him, each answered with ids, revision and position', async () => {
    const registered = await service.http
      .post('/v1/customers')
      .send({ name: 'Ada', contactPoints: [{ kind: 'email', value: 'ada@example.com' }] });
    expect(registered.status).toBe(201);
    expect(registered.body).toEqual({
      customerId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      eventIds: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
      revision: 0,
      position: expect.stringMatching(/^\d+$/),
    });

    const { customerId } = registered.body as { customerId: string };
    const call = await service.record(customerId, 'calls', { direction: 'inbound', durationSeconds: 63 });
    expect(call.revision).toBe(1);
    const purchase = await service.record(customerId, 'purchases', {
      total: EUR(12_50),
      occurredAt: '2024-03-01T10:00:00+02:00',
    });
    // The points that it earns come with it.
    expect(purchase).toMatchObject({ revision: 3, eventIds: [expect.any(String), expect.any(String)] });

    const history = await service.http.get(`/v1/customers/${customerId}/history`);
    expect(history.body.events.map((event: { type: string }) => event.type)).toEqual([
      'CustomerRegistered',
      'CallLogged',
      'PurchaseRecorded',
      'PointsEarned',
    ]);
    expect(history.body.events[2].occurredAt).toBe('2024-03-01T08:00:00.000Z');
  });

  it('store a command with an Idempotency-Key once, and answer the second time as the first', async () => {
    const customerId = await service.customer();
    const send = (body: object) =>
      service.http.post(`/v1/customers/${customerId}/purchases`).set('Idempotency-Key', 'order-77').send(body);

    const first = await send({ total: EUR(500), channel: 'site' });
    const again = await send({ channel: 'site', total: EUR(500) });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');

    const other = await send({ total: EUR(501), channel: 'site' });
    expect(other.status).toBe(422);
    expect(other.body.code).toBe('idempotency-conflict');

    const history = await service.http.get(`/v1/customers/${customerId}/history?types=PurchaseRecorded`);
    expect(history.body.events).toHaveLength(1);
  });

  it('store a command that is sent many times at once just once', async () => {
    const customerId = await service.customer();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        service.http
          .post(`/v1/customers/${customerId}/purchases`)
          .set('Idempotency-Key', 'at-once')
          .send({ total: EUR(1) }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  it('refuse a revision that no longer holds, and say the current one', async () => {
    const customerId = await service.customer();
    await service.record(customerId, 'notes', { text: 'prefers to be called in the evening' });
    const stale = await service.http
      .post(`/v1/customers/${customerId}/notes`)
      .send({ text: 'second', expectedRevision: 0 });
    expect(stale.status).toBe(409);
    expect(stale.body).toMatchObject({ code: 'revision-conflict', currentRevision: 1, expectedRevision: 0 });
    expect(stale.headers['content-type']).toContain('application/problem+json');
  });

  it('refuse a customer nobody has heard of', async () => {
    const answer = await service.http
      .post('/v1/customers/00000000-0000-4000-8000-000000000000/calls')
      .send({ direction: 'inbound' });
    expect(answer.status).toBe(404);
    expect(answer.body.code).toBe('not-found');
  });

  it.each([
    ['a negative amount', { total: EUR(-1) }, 'total.amount', 'minimum'],
    ['an amount with a fraction', { total: EUR(1.5) }, 'total.amount', 'type'],
    ['a text for a number', { total: { amount: '5', currency: 'EUR' } }, 'total.amount', 'type'],
    ['no currency', { total: { amount: 5 } }, 'total.currency', 'required'],
    ['a currency that is none', { total: { amount: 5, currency: 'euro' } }, 'total.currency', 'pattern'],
    ['an unknown field', { total: EUR(1), colour: 'red' }, 'colour', 'unknown-field'],
    ['an unknown field below', { total: { ...EUR(1), vat: 1 } }, 'total.vat', 'unknown-field'],
    ['an impossible date', { total: EUR(1), occurredAt: '2024-02-30T00:00:00Z' }, 'occurredAt', 'format'],
    ['a list that is none', { total: EUR(1), lines: 'two' }, 'lines', 'type'],
    ['an object for a list', { total: EUR(1), lines: { sku: 'a' } }, 'lines', 'type'],
    ['nothing', {}, 'total', 'required'],
  ])('refuse %s, naming field and rule', async (_, body, field, rule) => {
    const customerId = await service.customer();
    const answer = await service.http.post(`/v1/customers/${customerId}/purchases`).send(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'validation-failed', status: 400 });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ field, rule }));
  });

  it('refuse what is no JSON, no known content type, too large, or no route', async () => {
    const customerId = await service.customer();
    const path = `/v1/customers/${customerId}/purchases`;
    const broken = await service.http.post(path).type('application/json').send('{"total":');
    expect([broken.status, broken.body.code]).toEqual([400, 'unreadable-request']);
    const text = await service.http.post(path).type('text/csv').send('total');
    expect([text.status, text.body.code]).toEqual([415, 'unsupported-content-type']);
    const large = await service.http.post(path).send({ total: EUR(1), store: 'x'.repeat(3_000_000) });
    expect([large.status, large.body.code]).toEqual([413, 'request-too-large']);
    const nowhere = await service.http.get('/v1/nowhere');
    expect([nowhere.status, nowhere.body.code]).toEqual([404, 'no-such-resource']);
  });

  it('let a customer return only what he bought', async () => {
    const customerId = await service.customer();
    await service.record(customerId, 'purchases', { purchaseId: 'A-1', total: EUR(1_000) });
    await service.record(customerId, 'returns', { purchaseId: 'A-1', total: EUR(600) });

    const tooMuch = await service.http
      .post(`/v1/customers/${customerId}/returns`)
      .send({ purchaseId: 'A-1', total: EUR(600) });
    expect(tooMuch.status).toBe(422);
    expect(tooMuch.body.errors).toEqual([expect.objectContaining({ rule: 'not-more-than-bought' })]);

    const unknown = await service.http
      .post(`/v1/customers/${customerId}/returns`)
      .send({ purchaseId: 'A-2', total: EUR(1) });
    expect(unknown.body.errors).toEqual([expect.objectContaining({ rule: 'known-purchase', field: 'purchaseId' })]);
  });

  it('let an opportunity be won once, also when two try at the same time, and a retry is no second try', async () => {
    const customerId = await service.customer();
    await service.record(customerId, 'opportunities', { opportunityId: 'O-1' });
    const win = (key: string) =>
      service.http
        .post(`/v1/customers/${customerId}/opportunity-wins`)
        .set('Idempotency-Key', key)
        .send({ opportunityId: 'O-1', value: EUR(9_000) });

    const both = await Promise.all([win('ann'), win('bob')]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
    const winner = both[0].status === 201 ? 'ann' : 'bob';
    expect((await win(winner)).status).toBe(201);
  });

  it('let a service request be reopened only when it was resolved', async () => {
    const customerId = await service.customer();
    await service.record(customerId, 'service-requests', { requestId: 'S-1', category: 'billing' });
    const early = await service.http
      .post(`/v1/customers/${customerId}/service-request-reopenings`)
      .send({ requestId: 'S-1' });
    expect(early.status).toBe(422);
    await service.record(customerId, 'service-request-resolutions', { requestId: 'S-1' });
    await service.record(customerId, 'service-request-reopenings', { requestId: 'S-1' });
  });
});
