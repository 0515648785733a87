import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestService, startService } from '../e2e/service.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('/v1/webhooks', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  const register = (body: object) => service.http.post('/v1/webhooks').send({ url: 'http://127.0.0.1:9/x', ...body });

  it('registers one, shows its secret once, and forgets it again', async () => {
    const { status, body } = await register({ types: ['CallLogged'], description: 'the dialler' });
    expect(status).toBe(201);
    const { secret, ...webhook } = body;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhook).toEqual({
      id: expect.any(String),
      url: 'http://127.0.0.1:9/x',
      types: ['CallLogged'],
      description: 'the dialler',
      state: 'active',
      stateReason: null,
      position: String(await service.ledger.store.head()),
      lag: '0',
      pending: 0,
      deadLetters: 0,
      delivered: 0,
      failedAttempts: 0,
      lastSuccessAt: null,
      lastFailure: null,
      createdAt: expect.any(String),
    });
    expect((await service.http.get(`/v1/webhooks/${webhook.id}`)).body).toEqual(webhook);
    expect((await service.http.get('/v1/webhooks')).body.webhooks).toContainEqual(webhook);
    expect((await service.http.get('/metrics')).text).toContain(
      `rapport_webhook_lag_events{webhook="${webhook.id}"} 0`,
    );
    expect((await service.http.delete(`/v1/webhooks/${webhook.id}`)).status).toBe(204);
    expect((await service.http.delete(`/v1/webhooks/${webhook.id}`)).status).toBe(404);
    expect((await service.http.get('/metrics')).text).not.toContain(webhook.id);
  });

  it.each([
    [{ url: 'ftp://example.com' }, 'url', 'format'],
    [{ url: 'nonsense' }, 'url', 'format'],
    [{ url: 'http://ann:secret@example.com/' }, 'url', 'credentials'],
    [{ url: 'http://example.com/#x' }, 'url', 'fragment'],
    [{ url: undefined }, 'url', 'required'],
    [{ types: ['CallLogged', 'Nonsense'] }, 'types.1', 'known-type'],
    [{ types: 'CallLogged' }, 'types', 'type'],
    [{ secret: 'hunter2' }, 'secret', 'format'],
    [{ secret: `whsec_${Buffer.alloc(23).toString('base64')}` }, 'secret', 'format'],
    [{ from: 'yesterday' }, 'from', 'format'],
    [{ from: '99999999' }, 'from', 'maximum'],
    [{ adress: 'x' }, 'adress', 'unknown-field'],
  ])('refuses %j by naming the field', async (body, field, rule) => {
    const answer = await register(body);
    expect([answer.status, answer.body.errors]).toEqual([400, [expect.objectContaining({ field, rule })]]);
  });

  it('has pages', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.push((await register({ description: `page ${n}` })).body.id);
    const first = (await service.http.get('/v1/webhooks?limit=2')).body;
    const second = (await service.http.get(`/v1/webhooks?limit=2&cursor=${first.next}`)).body;
    const shown = [...first.webhooks, ...second.webhooks].map(({ id }) => id);
    expect(shown).toEqual(ids);
    expect(second.next).toBeNull();
    for (const id of ids) await service.http.delete(`/v1/webhooks/${id}`);
  });

  it('is paused for a reason, and resumed', async () => {
    const { id } = (await register({})).body;
    const paused = await service.http.post(`/v1/webhooks/${id}/pause`).send({ reason: 'maintenance' });
    expect([paused.status, paused.body]).toEqual([
      200,
      expect.objectContaining({ state: 'paused', stateReason: 'maintenance' }),
    ]);
    const resumed = await service.http.post(`/v1/webhooks/${id}/resume`);
    expect(resumed.body).toMatchObject({ state: 'active', stateReason: null });
    expect((await service.http.post(`/v1/webhooks/${id}/pause`)).body).toMatchObject({
      state: 'paused',
      stateReason: null,
    });
    const refused = await service.http.post(`/v1/webhooks/${id}/pause`).send({ why: 'x' });
    expect([refused.status, refused.body.errors[0].rule]).toEqual([400, 'unknown-field']);
  });

  it('takes a new secret, but not more than a few in a day', async () => {
    const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    const registered = (await register({ secret })).body;
    expect(registered.secret).toBe(secret);
    const rotate = (body: object) => service.http.post(`/v1/webhooks/${registered.id}/secret`).send(body);
    const { status, body } = await rotate({});
    expect([status, body.secret]).toEqual([200, expect.stringMatching(/^whsec_/)]);
    expect(body.secret).not.toBe(secret);
    const overlapMs = Date.parse(body.previousValidUntil) - Date.now();
    expect(Math.abs(overlapMs - 24 * 3_600_000)).toBeLessThan(600_000);
    expect((await rotate({ secret: 'x' })).body.errors[0]).toMatchObject({ field: 'secret', rule: 'format' });
    for (let n = 0; n < 3; n += 1) expect((await rotate({})).status).toBe(200);
    const refused = await rotate({});
    expect([refused.status, refused.body.code]).toEqual([429, 'too-many-requests']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(80_000);
  });

  it.each([
    ['get', `/v1/webhooks/${NOBODY}`],
    ['delete', `/v1/webhooks/${NOBODY}`],
    ['post', `/v1/webhooks/${NOBODY}/pause`],
    ['post', `/v1/webhooks/${NOBODY}/resume`],
    ['post', `/v1/webhooks/${NOBODY}/secret`],
    ['get', `/v1/webhooks/${NOBODY}/dead-letters`],
    ['post', `/v1/webhooks/${NOBODY}/dead-letters/redelivery`],
    ['post', `/v1/webhooks/${NOBODY}/dead-letters/${NOBODY}/redelivery`],
  ] as const)('%s %s is of no webhook', async (method, path) => {
    const { status, body } = await service.http[method](path);
    expect([status, body.code]).toEqual([404, 'not-found']);
    const bad = await service.http[method](path.replace(NOBODY, 'x'));
    expect([bad.status, bad.body.errors]).toEqual([
      400,
      [expect.objectContaining({ field: 'webhookId', rule: 'uuid' })],
    ]);
  });
});
