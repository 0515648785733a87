import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestService, startService } from './service.js';

const EUR = (amount: number) => ({ amount, currency: 'EUR' });

describe('service', () => {
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

  it('lists requests with the time to the first reaction and to the solution', async () => {
    const id = await service.customer({ name: 'Served' });
    const at = (time: string) => ({ occurredAt: `2024-05-01T${time}:00Z` });
    const open = (requestId: string, body: object) => service.record(id, 'service-requests', { requestId, ...body });
    await open('R-1', { category: 'technical', owner: 'ann', store: 'north', ...at('08:00') });
    await service.record(id, 'service-request-reactions', { requestId: 'R-1', by: 'ann', ...at('08:10') });
    await service.record(id, 'service-request-handovers', { requestId: 'R-1', to: 'bob', ...at('08:20') });
    await service.record(id, 'service-request-resolutions', { requestId: 'R-1', ...at('09:00') });
    await open('R-2', { category: 'billing', reactBy: '2024-05-01T12:00:00+02:00', ...at('09:00') });
    const { position } = await open('R-3', {
      category: 'technical',
      resolveBy: '2024-05-01T12:00:00Z',
      ...at('09:30'),
    });

    const mine = `customerId=${id}&minPosition=${position}`;
    const { requests } = await get(`/v1/service-requests?${mine}&state=resolved`);
    expect(requests).toMatchObject([
      {
        requestId: 'R-1',
        owner: 'bob',
        openedAt: '2024-05-01T08:00:00.000Z',
        firstReactionAt: '2024-05-01T08:10:00.000Z',
        secondsToReaction: 600,
        secondsToResolution: 3_600,
      },
    ]);
    const late = async (overdue: string, time: string): Promise<string[]> => {
      const page = await get(`/v1/service-requests?${mine}&overdue=${overdue}&at=2024-05-01T${time}:00Z`);
      return page.requests.map(({ requestId }: { requestId: string }) => requestId);
    };
    expect(await late('any', '09:59')).toEqual([]);
    expect(await late('reaction', '10:01')).toEqual(['R-2']);
    expect(await late('resolution', '12:01')).toEqual(['R-3']);
    expect(await late('any', '12:01')).toEqual(['R-2', 'R-3']);

    const report = await get(`/v1/service-requests/report?${mine}&by=category&at=2024-05-01T12:01:00Z`);
    expect(report.total).toMatchObject({
      n: 3,
      open: 2,
      resolved: 1,
      withoutReaction: 2,
      overdue: { reaction: 1, resolution: 1 },
      secondsToReaction: { n: 1, mean: 600, median: 600 },
    });
    expect(report.groups).toMatchObject([
      { value: 'technical', n: 2, secondsToResolution: { n: 1, median: 3_600 } },
      { value: 'billing', n: 1, secondsToResolution: { n: 0, median: null } },
    ]);
  });

  it('takes a reaction only to a request that it knows', async () => {
    const id = await service.customer();
    const answer = await service.http.post(`/v1/customers/${id}/service-request-reactions`).send({ requestId: 'none' });
    expect([answer.status, answer.body.code]).toEqual([422, 'rule-violated']);
  });

  it('shows feedback on a board, and what was done about it', async () => {
    const id = await service.customer({ name: 'Critic' });
    const say = (body: object) =>
      service.record(id, 'feedback', {
        store: 'north',
        channel: 'hotline',
        occurredAt: '2024-06-01T10:00:00Z',
        ...body,
      });
    const rude = { kind: 'complaint', category: 'staff', severity: 'high' };
    await say({ ...rude, feedbackId: 'F-1', text: 'rude' });
    const nameless = await say(rude);
    await say({ kind: 'compliment', category: 'staff', severity: 'low', store: 'south' });
    await say({ kind: 'suggestion' });
    const { position } = await service.record(id, 'feedback-actions', {
      feedbackId: nameless.eventIds[0],
      action: 'training',
      changeRef: 'CH-7',
      occurredAt: '2024-06-01T11:00:00Z',
    });

    const mine = `customerId=${id}&minPosition=${position}`;
    const { n, cells } = await get(`/v1/feedback/report?${mine}`);
    expect(n).toBe(4);
    expect(cells[0]).toEqual({
      values: { category: 'staff', store: 'north', severity: 'high' },
      count: 2,
      kinds: { compliment: 0, complaint: 2, suggestion: 0, question: 0 },
      unanswered: 1,
      unansweredShare: 50,
      medianSecondsToAction: 3_600,
    });
    const board = await get(`/v1/feedback/report?${mine}&by=channel`);
    expect(board.cells).toMatchObject([{ values: { channel: 'hotline' }, count: 4, unansweredShare: 75 }]);
    const done = await get(`/v1/feedback?${mine}&acted=yes`);
    expect(done.feedback).toMatchObject([
      { eventId: nameless.eventIds[0], lastAction: 'training', changeRef: 'CH-7', actions: 1 },
    ]);
    expect((await get(`/v1/feedback?${mine}&kind=complaint&store=north&acted=no`)).feedback).toMatchObject([
      { feedbackId: 'F-1' },
    ]);
    const bare = await get(`/v1/feedback?${mine}&store=north&missing=category,severity`);
    expect(bare.feedback).toMatchObject([{ kind: 'suggestion' }]);
    for (const wrong of [
      'feedback/report?by=colour',
      'feedback?missing=store,colour',
      'service-requests?billing=gratis',
    ]) {
      expect([wrong, (await service.http.get(`/v1/${wrong}`)).status]).toEqual([wrong, 400]);
    }
  });

  it('makes scores of survey answers, each with its formula and n', async () => {
    const id = await service.customer({ name: 'Asked' });
    let position = '';
    const answer = async (body: object) => {
      ({ position } = await service.record(id, 'survey-answers', { occurredAt: '2024-07-01T10:00:00Z', ...body }));
    };
    for (const score of [10, 9, 9, 8, 7, 6, 0]) await answer({ type: 'NPS', score });
    for (const score of [5, 4, 3]) await answer({ type: 'CSAT', score, scaleMin: 1, scaleMax: 5 });
    await answer({ type: 'CSAT', score: 10, scaleMin: 1, scaleMax: 10, store: 'north' });
    await answer({ type: 'CES', score: 2, scaleMin: 1, scaleMax: 7 });

    const { n, surveys } = await get(`/v1/surveys/report?customerId=${id}&minPosition=${position}`);
    expect(n).toBe(12);
    expect(surveys).toMatchObject([
      { type: 'CES', scale: { min: 1, max: 7 }, n: 1, figures: [{ name: 'CES mean', value: 2 }] },
      {
        type: 'CSAT',
        scale: { min: 1, max: 5 },
        n: 3,
        figures: [
          { name: 'CSAT top-two', formula: '% of 4-5', value: 66.67 },
          { name: 'CSAT mean', value: 4 },
        ],
      },
      { type: 'CSAT', scale: { min: 1, max: 10 }, n: 1 },
      { type: 'NPS', n: 7, figures: [{ name: 'NPS', formula: '% of 9-10 less % of 0-6', value: 14.29 }] },
    ]);
    const only = await get(`/v1/surveys/report?customerId=${id}&type=CSAT&store=north`);
    expect(only).toMatchObject({ n: 1, surveys: [{ scale: { max: 10 } }] });
    const { answers } = await get(`/v1/surveys/answers?customerId=${id}&type=NPS&score=9`);
    expect(answers).toHaveLength(2);
    const wrong = await service.http.post(`/v1/customers/${id}/survey-answers`).send({ type: 'NPS', score: 11 });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'rule-violated']);
  });

  it('tells what serving a customer costs and brings', async () => {
    const id = await service.customer({ name: 'Costly' });
    await service.record(id, 'service-works', { billing: 'free', plan: 'hybrid', cost: EUR(4_000) });
    await service.record(id, 'service-requests', { requestId: 'R', occurredAt: '2024-01-01T00:00:00Z' });
    const { position } = await service.record(id, 'service-works', {
      billing: 'paid',
      plan: 'hybrid',
      requestId: 'R',
      cost: EUR(1_000),
      price: EUR(9_000),
      occurredAt: '2024-01-02T00:00:00Z',
    });
    const costs = `/v1/customers/${id}/service-costs?minPosition=${position}`;
    expect(await get(costs)).toMatchObject({
      works: 2,
      free: 1,
      paid: 1,
      sums: [{ currency: 'EUR', cost: 5_000, income: 9_000, result: 4_000 }],
      items: [{ requestId: 'R' }, { billing: 'free' }],
    });
    expect((await get(`${costs}&asOf=2024-01-03T00:00:00Z`)).sums).toEqual([
      { currency: 'EUR', cost: 1_000, income: 9_000, result: 8_000 },
    ]);
  });
});
