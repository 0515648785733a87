import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestService, startService } from './service.js';

describe('Segment calls', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  const post = (path: string, body: object) => service.http.post(`/v1/segment/${path}`).send(body);
  const order = (messageId: string, more: object = {}) => ({
    ...{ messageId, userId: 'ann', event: 'Order Completed', timestamp: '2024-05-01T10:00:00Z' },
    ...{ properties: { order_id: messageId, total: 19.99 } },
    ...more,
  });

  it('are recorded once, whatever happens to the answer', async () => {
    const first = await post('track', order('m-1'));
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ customerId: expect.any(String), eventIds: expect.any(Array) });
    const again = await post('track', order('m-1'));
    expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([201, first.body, 'true']);
    const other = await post('track?source=urn:app', order('m-1'));
    expect(other.body.customerId).not.toBe(first.body.customerId);
    const identified = await post('identify', { messageId: 'm-2', userId: 'ann', traits: { name: 'Ann' } });
    expect([identified.status, identified.body.customerId]).toEqual([201, first.body.customerId]);
  });

  it('are answered each on its own in a batch', async () => {
    const batch = [
      { ...order('b-1'), type: 'track' },
      { ...order('b-2', { properties: { order_id: 'b-2', total: 'much' } }), type: 'track' },
      { ...order('b-1'), type: 'track' },
      { type: 'page', messageId: 'b-3', anonymousId: 'v', name: 'Home' },
    ];
    const { status, body } = await post('batch', { batch, context: { campaign: { name: 'spring' } } });
    expect([status, body.stored, body.duplicates, body.rejected]).toEqual([200, 2, 1, 1]);
    expect(body.items[1]).toMatchObject({ index: 1, errors: [{ field: 'properties.total', rule: 'money' }] });
  });

  it('are refused where they are too many, too large, or none', async () => {
    expect((await post('batch', { batch: new Array(2_501).fill({}) })).body).toMatchObject({ status: 400 });
    const large = await post('batch', { batch: [], filler: 'x'.repeat(500 * 1_024) });
    expect([large.status, large.body.code]).toEqual([413, 'request-too-large']);
    expect((await post('batch', [])).body.errors).toEqual([expect.objectContaining({ field: 'batch' })]);
    expect((await post('alias', order('m-9'))).status).toBe(404);
    expect((await post('identify', order('m-9', { type: 'track' }))).body.errors).toEqual([
      expect.objectContaining({ field: 'type', rule: 'same' }),
    ]);
  });
});
