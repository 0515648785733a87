import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Job } from '#jobs';
import type { RebuildResult } from '#projections';
import { eventually } from '../support/eventually.js';
import { type TestService, startService } from './service.js';

describe('rebuilds over HTTP', () => {
  let service: TestService;
  let customerId: string;

  beforeAll(async () => {
    service = await startService();
    customerId = await service.customer();
    for (let count = 0; count < 5; count += 1) {
      await service.record(customerId, 'purchases', { total: { amount: 10_000, currency: 'EUR' } });
    }
  });
  afterAll(() => service.stop());

  async function ended(id: string): Promise<Job> {
    let job: Job | undefined;
    await eventually('the job has ended', async () => {
      job = (await service.http.get(`/v1/jobs/${id}`)).body as Job;
      return job.endedAt !== null;
    });
    return job!;
  }

  it('are jobs that say what they came to; nothing is appended or sent by them, and answers stay as they were', async () => {
    const read = async () => {
      const head = await service.ledger.store.head();
      const [page, loyalty] = await Promise.all(
        ['', '/loyalty'].map((path) => service.http.get(`/v1/customers/${customerId}${path}?minPosition=${head}`)),
      );
      return {
        head,
        page: page!.body as unknown,
        loyalty: { ...(loyalty!.body as { balance: number }), at: undefined },
      };
    };
    const hook = await service.http.post('/v1/webhooks').send({ url: 'http://127.0.0.1:9/nobody' });
    const before = await read();
    expect(before.loyalty.balance).toBeGreaterThan(0);

    const accepted = await service.http.post('/v1/rebuilds').send({ verify: true });
    expect(accepted.status).toBe(202);
    const { id } = accepted.body as Job;
    expect(accepted.headers['location']).toBe(`/v1/jobs/${id}`);
    const job = await ended(id);
    expect(job).toMatchObject({ kind: 'rebuild', status: 'done', error: null });
    const result = job.result as RebuildResult;
    expect(result).toMatchObject({ swapped: true, differences: [], events: Number(before.head) });
    expect(result.projections.every(({ differences }) => differences === 0)).toBe(true);
    const watched = await service.http.get(`/v1/jobs/${id}/events`);
    expect(watched.text).toContain('event: job');

    expect(await read()).toEqual(before);
    const { id: webhookId } = hook.body as { id: string };
    const deliveries = await service.http.get(`/v1/webhooks/${webhookId}`);
    expect(deliveries.body).toMatchObject({ pending: 0, deadLetters: 0 });
    await service.record(customerId, 'purchases', { total: { amount: 10_000, currency: 'EUR' } });
    expect((await read()).loyalty.balance).toBeGreaterThan(before.loyalty.balance);
  });

  it('of one projection can be brought back', async () => {
    const rebuilt = await service.http.post('/v1/projections/purchases/rebuilds').send({});
    expect(await ended((rebuilt.body as Job).id)).toMatchObject({ status: 'done', parameters: { action: 'rebuild' } });
    const reverted = await service.http.post('/v1/projections/purchases/rebuilds').send({ revert: true });
    expect(await ended((reverted.body as Job).id)).toMatchObject({
      status: 'done',
      result: { reverted: ['purchases'], swapped: true },
    });
  });

  it('are refused by name and rule', async () => {
    expect(await service.http.post('/v1/projections/none/rebuilds').send({})).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
    expect(await service.http.post('/v1/rebuilds').send({ allowDifferences: true })).toMatchObject({
      status: 400,
      body: { code: 'validation-failed', errors: [{ field: 'allowDifferences', rule: 'needs-verify' }] },
    });
    expect(await service.http.post('/v1/rebuilds').send({ fast: true })).toMatchObject({ status: 400 });
    expect(await service.http.post('/v1/rebuilds').send({ verify: 'yes' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'verify' }] },
    });
  });
});
