import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type TestService, startService } from './service.js';

describe('parked events over HTTP', () => {
  let service: TestService;
  let customerId: string;
  let first: string;
  beforeAll(async () => {
    service = await startService();
    customerId = await service.customer();
  });
  afterAll(() => service.stop());

  async function sql(text: string): Promise<void> {
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }

  /** The database refuses the rows of a customer's purchases for a while. */
  async function breakPurchases(): Promise<void> {
    await sql(`alter table read.purchase add constraint broken check (customer_id <> '${customerId}') not valid`);
  }

  /** And waits until the projections have come to them. */
  async function recordTwoPurchases(): Promise<void> {
    const body = { total: { amount: 1_250, currency: 'EUR' } };
    await service.record(customerId, 'purchases', body);
    const { position } = await service.record(customerId, 'purchases', body);
    await service.http.get(`/v1/customers/${customerId}?minPosition=${position}`).expect(200);
  }

  it('are listed, shown, tried again and skipped', async () => {
    await breakPurchases();
    await recordTwoPurchases();
    const base = '/v1/projections/purchases/parked';
    const list = await service.http.get(`${base}?limit=1`).expect(200);
    expect(list.body).toMatchObject({ events: [{ projection: 'purchases', status: 'parked' }] });
    first = list.body.events[0].position;
    const rest = await service.http.get(`${base}?limit=1&cursor=${list.body.next}`).expect(200);
    expect(rest.body).toMatchObject({ events: [{ projection: 'purchases', status: 'parked' }], next: null });
    const shown = await service.http.get(`${base}/${first}`).expect(200);
    expect(shown.body).toMatchObject({
      ...{ position: first, type: 'PurchaseRecorded', attempts: 1 },
      event: { position: first, data: { total: { amount: 1_250 } } },
    });

    const again = await service.http.post(`${base}/retries`).send({ position: first }).expect(200);
    expect(again.body).toMatchObject({ applied: 0, projections: [{ name: 'purchases' }] });
    const skipped = await service.http
      .post(`${base}/${first}/skip`)
      .send({ reason: 'counted by hand', by: 'Ada' })
      .expect(200);
    expect(skipped.body.event).toMatchObject({ status: 'skipped', skipReason: 'counted by hand', skippedBy: 'Ada' });
    await sql('alter table read.purchase drop constraint broken');
    expect((await service.http.post(`${base}/retries`).expect(200)).body).toMatchObject({ parked: 0, held: 0 });
    expect((await service.http.get(`${base}?status=skipped`)).body.events).toHaveLength(1);
    expect((await service.http.get(base)).body).toMatchObject({ events: [{ status: 'skipped' }], next: null });
  });

  it('answer a problem for what there is not, what is not parked, and what has not the form', async () => {
    const base = '/v1/projections/purchases/parked';
    const problem = { code: 'not-found', type: 'urn:rapport:problem:not-found' };
    for (const path of ['/v1/projections/nothing/parked', `${base}/1`, `${base}/x`]) {
      expect((await service.http.get(path).expect(404)).body).toMatchObject(problem);
    }
    await service.http.post(`${base}/retries`).send({ position: '9999999999999999999' }).expect(404);
    const skip = `${base}/${first}/skip`;
    expect((await service.http.post(skip).send({ reason: 'twice' }).expect(409)).body).toMatchObject({
      ...{ code: 'event-not-parked', status: 409 },
      ...{ position: first, eventStatus: 'skipped' },
    });
    await service.http.post(`${base}/retries`).send({ position: first }).expect(409);
    for (const body of [{}, { reason: '' }, { reason: ' ' }, { reason: 'x'.repeat(1_001) }, { reason: 'x', to: 1 }]) {
      expect((await service.http.post(skip).send(body).expect(400)).body.errors).toHaveLength(1);
    }
    await service.http.get(`${base}?status=gone`).expect(400);
    await service.http.get(`${base}?cursor=x`).expect(400);
  });
});
