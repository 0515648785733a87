import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestService, startService } from './service.js';

const EUR = (amount: number) => ({ amount, currency: 'EUR' });

describe('reads', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  const get = async (path: string) => {
    const answer = await service.http.get(path);
    expect([path, answer.status, answer.status === 200 ? '' : answer.text]).toEqual([path, 200, '']);
    return answer.body;
  };

  it('show one customer from all sides, his own write included by minPosition', async () => {
    const id = await service.customer({
      name: 'Grace Hopper',
      contactPoints: [{ kind: 'phone', value: '+1 555 0100' }],
    });
    await service.record(id, 'calls', { direction: 'inbound', occurredAt: '2024-01-10T09:00:00Z' });
    const bought = await service.record(id, 'purchases', {
      purchaseId: 'P-1',
      total: EUR(12_345),
      occurredAt: '2024-02-01T12:00:00Z',
    });
    await service.record(id, 'service-requests', { requestId: 'R-1' });
    const returned = await service.record(id, 'returns', { purchaseId: 'P-1', total: EUR(345) });

    const page = await get(`/v1/customers/${id}?minPosition=${returned.position}`);

    expect(page).toMatchObject({
      id,
      position: returned.position,
      profile: { name: 'Grace Hopper', contactPoints: [{ kind: 'phone', value: '+1 555 0100' }] },
      totals: { purchases: 1, spend: { EUR: 12_345 }, returns: 1, returned: { EUR: 345 }, calls: 1, openRequests: 1 },
    });
    expect(page.profile.provenance.purchases.eventId).toBe(bought.eventIds[0]);
    expect(page.funnel.stage).not.toBeNull();
    expect(page.loyalty.debt).toBe(0);
  });

  it('say what was true at a time, and what was known at a time', async () => {
    const id = await service.customer({ name: 'Early', occurredAt: '2020-01-01T00:00:00Z' });
    await service.record(id, 'purchases', { total: EUR(1_000), occurredAt: '2020-02-01T00:00:00Z' });
    const knownUntilHere = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const late = await service.record(id, 'purchases', { total: EUR(500), occurredAt: '2020-01-15T00:00:00Z' });

    const asOf = await get(`/v1/customers/${id}?asOf=2020-01-20T00:00:00Z`);
    expect(asOf.totals).toMatchObject({ purchases: 1, spend: { EUR: 500 } });
    const knownAt = await get(`/v1/customers/${id}?knownAt=${knownUntilHere}`);
    expect(knownAt.totals).toMatchObject({ purchases: 1, spend: { EUR: 1_000 } });
    const now = await get(`/v1/customers/${id}?minPosition=${late.position}`);
    expect(now.totals).toMatchObject({ purchases: 2, spend: { EUR: 1_500 } });
    const before = await service.http.get(`/v1/customers/${id}?asOf=2019-12-31T00:00:00Z`);
    expect(before.status).toBe(404);
  });

  it('let points expire by their dates, at whatever instant is asked', async () => {
    const id = await service.customer();
    const { position } = await service.record(id, 'purchases', {
      total: EUR(5_000),
      occurredAt: '2024-01-31T00:00:00Z',
    });

    const fresh = await get(`/v1/customers/${id}/loyalty?asOf=2024-02-01T00:00:00Z&minPosition=${position}`);
    expect(fresh).toMatchObject({ balance: 50, pending: 0, debt: 0, nextExpiry: { points: 50 } });
    const gone = await get(`/v1/customers/${id}/loyalty?asOf=${fresh.nextExpiry.at}`);
    expect(gone).toMatchObject({ balance: 0, nextExpiry: null });
  });

  it('page through customers by a cursor that stays stable while others arrive', async () => {
    const names = Array.from({ length: 25 }, (_, number) => `Pagewell ${String(number).padStart(2, '0')}`);
    for (const name of names) await service.customer({ name });
    const { position } = await service.record(await service.customer(), 'notes', { text: 'last' });

    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { customers: { name: string }[]; next: string | null } = await get(
        `/v1/customers?search=pagewell&limit=10&minPosition=${position}${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...page.customers.map(({ name }) => name));
      // Someone new, and news of someone already shown, in the middle of the paging.
      await service.customer({ name: 'Elsewhere' });
      cursor = page.next;
    }
    expect(seen).toEqual(names);
  });

  it('find customers by the beginning of names and contact values, whatever signs are in them', async () => {
    const id = await service.customer({
      name: "Siobhán O'Neill",
      contactPoints: [
        { kind: 'email', value: 'siobhan@example.org' },
        { kind: 'phone', value: '+353 (87) 123-4567' },
      ],
    });
    const { position } = await service.record(id, 'notes', { text: 'n' });
    for (const search of ["o'neill", 'siobhan@ex', '35387123', 'siobhán']) {
      const page = await get(`/v1/customers?minPosition=${position}&search=${encodeURIComponent(search)}`);
      expect([search, page.customers.map((found: { id: string }) => found.id)]).toEqual([search, [id]]);
    }
    for (const search of ["'", '\\', "a' & !b | (", ':*']) {
      const answer = await service.http.get(`/v1/customers?search=${encodeURIComponent(search)}`);
      expect([search, answer.status]).toEqual([search, 200]);
    }
  });

  it('read history in both directions, filtered and in pages', async () => {
    const id = await service.customer();
    for (let number = 0; number < 12; number += 1) {
      await service.record(
        id,
        number % 2 ? 'notes' : 'calls',
        number % 2 ? { text: `n${number}` } : { direction: 'inbound' },
      );
    }
    const first = await get(`/v1/customers/${id}/history?limit=5&direction=backwards`);
    expect(first.events.map((event: { revision: number }) => event.revision)).toEqual([12, 11, 10, 9, 8]);
    const second = await get(`/v1/customers/${id}/history?limit=5&direction=backwards&cursor=${first.next}`);
    expect(second.events.map((event: { revision: number }) => event.revision)).toEqual([7, 6, 5, 4, 3]);

    const notes = await get(`/v1/customers/${id}/history?types=NoteAdded&limit=4`);
    expect(notes.events).toHaveLength(4);
    const rest = await get(`/v1/customers/${id}/history?types=NoteAdded&limit=4&cursor=${notes.next}`);
    expect([rest.events.length, rest.next]).toEqual([2, null]);
    expect(rest.events[0]).toMatchObject({
      type: 'NoteAdded',
      source: 'urn:rapport:api',
      occurredAt: expect.any(String),
      recordedAt: expect.any(String),
      data: { text: expect.any(String) },
    });
  });

  it('name the customer by what his source calls him', async () => {
    await service.http
      .post('/v1/customers')
      .send({ name: 'Known elsewhere', reference: { source: 'urn:shop', subject: 'c-9' } })
      .expect(201);
    const event = await service.http.post('/v1/events').send({
      specversion: '1.0',
      id: 'o-1',
      source: 'urn:shop',
      type: 'PurchaseRecorded',
      subject: 'c-9',
      time: '2024-05-01T00:00:00Z',
      data: { total: EUR(100) },
    });
    const page = await get(`/v1/customers?reference=urn:shop%23c-9&minPosition=${event.body.position}`);
    expect(page.customers).toMatchObject([{ name: 'Known elsewhere', totals: { purchases: 1 } }]);
  });

  it.each([
    ['/v1/customers/none', 400],
    ['/v1/customers/00000000-0000-4000-8000-000000000000', 404],
    ['/v1/customers/00000000-0000-4000-8000-000000000000/history', 404],
    ['/v1/customers/00000000-0000-4000-8000-000000000000/loyalty', 404],
    ['/v1/customers/00000000-0000-4000-8000-000000000000/funnel', 404],
    ['/v1/customers?limit=0', 400],
    ['/v1/customers?limit=501', 400],
    ['/v1/customers?cursor=nonsense', 400],
    ['/v1/customers?colour=red', 400],
    ['/v1/customers?minPosition=-1', 400],
    ['/v1/customers?asOf=2024-01-01T00:00:00Z', 400],
    ['/v1/funnel?asOf=yesterday', 400],
    ['/v1/reports/repeat-purchases', 400],
    ['/v1/schemas/NoSuchThing', 404],
  ])('answer %s with %i and a problem document', async (path, status) => {
    const answer = await service.http.get(path);
    expect([answer.status, answer.body.status]).toEqual([status, status]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('say when a minPosition is not reached in time, and that it may be later', async () => {
    const answer = await service.http.get('/v1/customers?minPosition=999999999');
    expect([answer.status, answer.body.code]).toEqual([503, 'unavailable']);
    expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/);
  }, 15_000);
});
