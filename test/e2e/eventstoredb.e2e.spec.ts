import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { realServerUrl, startServer, withLedger } from '../contract/eventstoredb-log.js';
import { type TestService, startService } from './service.js';

const EUR = (amount: number) => ({ amount, currency: 'EUR' });

/** The whole service with its log on EventStoreDB: a real server where one is named, else the protocol double. */
describe(`service with its log on ${realServerUrl() ? 'EventStoreDB' : 'the protocol double of EventStoreDB'}`, () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let service: TestService;
  let beside: TestService;
  beforeAll(async () => {
    server = await startServer();
    const url = withLedger(server.url, `e2e-${randomUUID()}`);
    service = await startService(undefined, { eventStoreUrl: url });
    beside = await startService(service, { eventStoreUrl: url });
  });
  afterAll(async () => {
    await beside?.stop();
    await service?.stop();
    await server?.stop();
  });

  const get = async (path: string) => {
    const answer = await service.http.get(path);
    expect([path, answer.status, answer.status === 200 ? '' : answer.text]).toEqual([path, 200, '']);
    return answer.body;
  };

  it('registers, takes a purchase, gives points for it, and shows it all', async () => {
    const id = await service.customer({ name: 'Ada Lovelace' });
    const bought = await service.record(id, 'purchases', { total: EUR(74_000) });
    expect(bought.eventIds).toHaveLength(2);
    const at = `minPosition=${bought.position}`;
    expect(await get(`/v1/customers/${id}?${at}`)).toMatchObject({ profile: { name: 'Ada Lovelace' } });
    expect(await get(`/v1/customers/${id}/loyalty?${at}`)).toMatchObject({ balance: 740, spendable: 740 });
    const { events } = await get(`/v1/customers/${id}/history`);
    expect(events.map(({ type }: { type: string }) => type)).toEqual([
      'CustomerRegistered',
      'PurchaseRecorded',
      'PointsEarned',
    ]);
  });

  it('has its read models rebuilt, in the order of the log, and finds them as they were', async () => {
    const { body: accepted } = await service.http.post('/v1/rebuilds').send({ verify: true });
    let job = accepted as { id: string; status: string; result: object };
    await eventually('the rebuild has ended', async () => {
      job = await get(`/v1/jobs/${accepted.id}`);
      return ['done', 'failed'].includes(job.status);
    });
    expect(job).toMatchObject({ status: 'done', result: { swapped: true, differences: [] } });
  });

  it('answers a retry as the first time, from whichever process, and stores it once', async () => {
    const id = await service.customer();
    const send = (from: TestService, amount = 500) =>
      from.http
        .post(`/v1/customers/${id}/purchases`)
        .set('Idempotency-Key', `order-${id}`)
        .send({ total: EUR(amount) });
    const first = await send(service);
    expect(first.status).toBe(201);
    for (const again of [await send(service), await send(beside)]) {
      expect(again.body).toMatchObject({ eventIds: first.body.eventIds, position: first.body.position });
    }
    expect((await send(beside, 501)).status).toBe(422);
    const { events } = await get(`/v1/customers/${id}/history?minPosition=${first.body.position}`);
    expect(events.filter(({ type }: { type: string }) => type === 'PurchaseRecorded')).toHaveLength(1);
  });

  it('never overspends points through two processes at once', async () => {
    const id = await service.customer();
    await service.record(id, 'purchases', { total: EUR(10_000) });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        (n % 2 ? service : beside).http
          .post(`/v1/customers/${id}/loyalty/redemptions`)
          .send({ points: 20, reward: 'Mug' }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    const last = answers.reduce(
      (most, { body }) => (BigInt(body.position ?? 0) > most ? BigInt(body.position) : most),
      0n,
    );
    expect(await get(`/v1/customers/${id}/loyalty?minPosition=${last}`)).toMatchObject({ balance: 0, debt: 0 });
  });

  it('goes on when its connections are cut: nothing is lost, and the read models come after', async () => {
    const id = await service.customer();
    for (let n = 0; n < 6; n += 1) {
      if (n % 2 === 1) server.cutConnections();
      await service.record(id, 'purchases', { total: EUR(1_000) });
      await sleep(20);
    }
    const { position } = await service.record(id, 'purchases', { total: EUR(1_000) });
    expect(await get(`/v1/customers/${id}/loyalty?minPosition=${position}`)).toMatchObject({ balance: 70 });
    expect((await service.http.get('/health/ready')).body).toMatchObject({ status: 'ready' });
  });
});
