import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { customerStream } from '#kernel';
import { type TestService, startService } from './service.js';

const USD = (amount: number) => ({ amount, currency: 'USD' });

describe('sales', () => {
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

  describe('opportunities', () => {
    let position: string;
    const day = (number: number) => `2017-01-${String(number).padStart(2, '0')}T00:00:00Z`;

    beforeAll(async () => {
      const id = await service.customer({ name: 'Cancity' });
      const record = async (path: string, body: object) => {
        ({ position } = await service.record(id, path, body));
      };
      await record('leads', { leadId: 'L-1', origin: 'social', occurredAt: day(1) });
      const ann = { owner: 'ann', team: 'north', product: 'MG Special' };
      await record('opportunities', { opportunityId: 'A', ...ann, leadId: 'L-1', occurredAt: day(2) });
      await record('opportunity-advances', { opportunityId: 'A', stage: 'Engaging', occurredAt: day(3) });
      await record('opportunity-wins', { opportunityId: 'A', value: USD(105_400), occurredAt: day(13) });
      await record('opportunities', { opportunityId: 'B', ...ann, occurredAt: day(4) });
      await record('opportunity-advances', { opportunityId: 'B', stage: 'Engaging', occurredAt: day(4) });
      await record('opportunity-losses', {
        opportunityId: 'B',
        reasonCode: 'price',
        competitor: 'Acme',
        occurredAt: day(9),
      });
      await record('opportunities', { opportunityId: 'C', owner: 'bob', team: 'north', occurredAt: day(5) });
      await record('opportunity-advances', { opportunityId: 'C', stage: 'Engaging', occurredAt: day(6) });
      await record('opportunity-wins', { opportunityId: 'C', value: USD(5_000), occurredAt: day(11) });
      await record('opportunities', { opportunityId: 'D', owner: 'bob', occurredAt: day(7) });
    });

    it('are reported with win rate, revenue and days to close, and the number behind each', async () => {
      const { total, groups } = await get(`/v1/opportunities/report?by=owner&minPosition=${position}`);

      expect(total).toEqual({
        closed: 3,
        won: 2,
        lost: 1,
        open: 1,
        winRate: 66.67,
        revenue: { USD: 110_400 },
        wonWithoutValue: 0,
        daysToClose: {
          fromEngaged: { n: 2, mean: 7.5, median: 7.5 },
          fromOpened: { n: 2, mean: 8.5, median: 8.5 },
          fromLead: { n: 1, mean: 12, median: 12 },
        },
      });
      expect(groups).toMatchObject([
        { value: 'ann', closed: 2, won: 1, winRate: 50, revenue: { USD: 105_400 }, open: 0 },
        { value: 'bob', closed: 1, won: 1, winRate: 100, revenue: { USD: 5_000 }, open: 1 },
      ]);
    });

    it('say that nothing is known of a rate without cases', async () => {
      const report = await get(`/v1/opportunities/report?owner=nobody&by=team&minPosition=${position}`);
      expect(report).toMatchObject({
        groups: [],
        total: { closed: 0, winRate: null, revenue: {}, daysToClose: { fromEngaged: { n: 0, mean: null } } },
      });
    });

    it.each(['owner', 'team', 'product', 'competitor', 'reason', 'origin', 'source', 'stage', 'campaign'])(
      'have the list behind every number, by %s',
      async (by) => {
        for (const period of ['', `&from=${day(10)}`, `&to=${day(10)}`, `&from=${day(8)}&to=${day(12)}`]) {
          const { groups, total } = await get(`/v1/opportunities/report?by=${by}${period}&minPosition=${position}`);
          const sums = { open: 0, won: 0, lost: 0 };
          for (const group of groups) {
            const which = group.value === null ? `missing=${by}` : `${by}=${encodeURIComponent(group.value)}`;
            for (const state of ['open', 'won', 'lost'] as const) {
              const { opportunities } = await get(`/v1/opportunities?${which}&state=${state}${period}`);
              expect([by, group.value, state, opportunities.length]).toEqual([by, group.value, state, group[state]]);
              sums[state] += group[state];
            }
          }
          expect(sums).toEqual({ open: total.open, won: total.won, lost: total.lost });
        }
      },
    );

    it('are open at the end of a period that ends before they were won or lost', async () => {
      const { total } = await get(`/v1/opportunities/report?to=${day(10)}&minPosition=${position}`);
      expect(total).toMatchObject({ won: 0, lost: 1, open: 3, winRate: 0 });
    });

    it('are listed in pages that neither skip nor repeat', async () => {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: { opportunities: { opportunityId: string }[]; next: string | null } = await get(
          `/v1/opportunities?limit=3&minPosition=${position}${cursor && `&cursor=${cursor}`}`,
        );
        seen.push(...page.opportunities.map(({ opportunityId }) => opportunityId));
        cursor = page.next;
      }
      expect(seen).toEqual(['A', 'B', 'C', 'D']);
    });

    it('are reported though their revenue is more than a number can tell', async () => {
      const id = await service.customer({ name: 'Midas' });
      const most = { owner: 'midas', value: { amount: Number.MAX_SAFE_INTEGER, currency: 'JPY' } };
      const refused = await service.http
        .post(`/v1/customers/${id}/opportunity-wins`)
        .send({ opportunityId: 'M-0', ...most });
      expect([refused.status, refused.body.errors[0].field]).toEqual([400, 'value.amount']);
      // What an earlier program took, before amounts had a limit.
      const [stream, occurredAt, source] = [customerStream(id), new Date().toISOString(), 'urn:midas'];
      for (const sourceId of ['M-1', 'M-2']) {
        const data = { opportunityId: sourceId, ...most };
        await service.ledger.recorder.record({
          facts: [{ type: 'OpportunityWon', stream, data, source, sourceId, occurredAt }],
        });
      }
      const last = await service.record(id, 'opportunity-wins', {
        opportunityId: 'M-3',
        owner: 'midas',
        value: USD(5),
      });
      const { total } = await get(`/v1/opportunities/report?owner=midas&minPosition=${last.position}`);
      expect(total).toMatchObject({ won: 3, revenue: { JPY: null, USD: 5 } });
    });

    it.each(['by=colour', 'from=yesterday', 'state=won', 'missing=colour', 'plane=paper'])(
      'cannot be reported with %s',
      async (query) => {
        expect((await service.http.get(`/v1/opportunities/report?${query}`)).status).toBe(400);
      },
    );
  });

  it('count refusals by reason as a Pareto table, a loss and its refusal once', async () => {
    const id = await service.customer({ name: 'Hesitant' });
    const source = encodeURIComponent('urn:rapport:api');
    const from = '2019-01-01T00:00:00Z';
    const at = { occurredAt: '2019-05-01T00:00:00Z' };
    await service.record(id, 'opportunities', { opportunityId: 'R', product: 'GTX', owner: 'ann', ...at });
    const offer = await service.record(id, 'offers', { offerId: 'O', ...at });
    await service.record(id, 'refusals', {
      subject: 'offer',
      reasonCode: 'price',
      opportunityId: 'R',
      answers: offer.eventIds[0],
      ...at,
    });
    await service.record(id, 'opportunity-losses', { opportunityId: 'R', reasonCode: 'price', ...at });
    await service.record(id, 'refusals', { subject: 'call', reasonCode: 'price', ...at });
    await service.record(id, 'opportunity-losses', { opportunityId: 'S', competitor: 'Acme', ...at });
    const { position } = await service.record(id, 'refusals', { subject: 'x', reasonCode: 'bad_service', ...at });

    const report = await get(`/v1/refusals/report?from=${from}&source=${source}&minPosition=${position}`);
    expect(report).toMatchObject({
      by: 'reason',
      n: 4,
      items: [
        { value: 'price', count: 2, share: 50, cumulativeShare: 50 },
        { value: 'bad_service', count: 1, share: 25, cumulativeShare: 75 },
        { value: null, count: 1, share: 25, cumulativeShare: 100 },
      ],
    });
    const byProduct = await get(`/v1/refusals/report?from=${from}&by=product`);
    expect(byProduct.items).toMatchObject([
      { value: null, count: 3 },
      { value: 'GTX', count: 1 },
    ]);
    const { refusals } = await get(`/v1/refusals?from=${from}&product=GTX`);
    expect(refusals).toMatchObject([
      { customerId: id, kind: 'refusal', reason: 'price', owner: 'ann', answers: offer.eventIds[0] },
    ]);
    expect((await get(`/v1/refusals?from=${from}&missing=reason`)).refusals).toMatchObject([
      { kind: 'loss', competitor: 'Acme' },
    ]);
  });

  it('say what a customer owes at any instant', async () => {
    const id = await service.customer({ name: 'Debtor' });
    const invoice = (documentId: string, amount: number, dueAt: string) =>
      service.record(id, 'documents', {
        documentId,
        documentType: 'invoice',
        number: documentId,
        sha256: 'ab'.repeat(32),
        amount: USD(amount),
        dueAt,
        occurredAt: '2024-01-01T00:00:00Z',
      });
    await invoice('I-1', 10_000, '2024-02-01T00:00:00+02:00');
    await invoice('I-2', 5_000, '2024-03-01T00:00:00Z');
    await service.record(id, 'payments', {
      paymentId: 'P-1',
      amount: USD(12_000),
      documentId: 'I-1',
      occurredAt: '2024-01-20T00:00:00Z',
    });
    const { position } = await service.record(id, 'payment-refunds', {
      paymentId: 'P-1',
      amount: USD(3_000),
      occurredAt: '2024-02-10T00:00:00Z',
    });

    const payments = `/v1/customers/${id}/payments?minPosition=${position}`;
    expect((await get(`${payments}&asOf=2024-01-10T00:00:00Z`)).sums).toMatchObject([
      { currency: 'USD', claimed: 15_000, paid: 0, due: 15_000, overdue: 0 },
    ]);
    expect((await get(`${payments}&asOf=2024-02-05T00:00:00Z`)).sums).toMatchObject([
      { paid: 10_000, due: 5_000, overdue: 0, received: 12_000, refunded: 0, unallocated: 2_000 },
    ]);
    const late = await get(payments);
    expect(late.sums).toMatchObject([{ paid: 9_000, due: 0, overdue: 6_000, refunded: 3_000, unallocated: 0 }]);
    expect(late.claims).toMatchObject([
      { documentId: 'I-1', dueAt: '2024-01-31T22:00:00.000Z', outstanding: 1_000, state: 'overdue' },
      { documentId: 'I-2', outstanding: 5_000, state: 'overdue' },
    ]);
    expect(late.payments).toMatchObject([{ paymentId: 'P-1', refunded: 3_000 }]);

    const { documents } = await get(`/v1/documents?customerId=${id}&documentType=invoice`);
    expect(documents).toMatchObject([{ documentId: 'I-1', number: 'I-1' }, { documentId: 'I-2' }]);
    expect((await service.http.get('/v1/documents?sha256=none')).status).toBe(400);
  });

  it('refuse to pay back what was never paid', async () => {
    const id = await service.customer();
    await service.record(id, 'payments', { paymentId: 'P', amount: USD(100) });
    const answer = await service.http
      .post(`/v1/customers/${id}/payment-refunds`)
      .send({ paymentId: 'P', amount: USD(101) });
    expect([answer.status, answer.body.code, answer.body.errors?.[0]?.rule ?? answer.text]).toEqual([
      422,
      'rule-violated',
      'not-more-than-left',
    ]);
  });
});
