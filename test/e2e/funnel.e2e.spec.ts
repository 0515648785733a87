import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_FUNNEL_RULES } from '#sales';
import { startService, type TestService } from './service.js';

const START = Date.parse('2024-01-01T00:00:00.000Z');
const day = (number: number): string => new Date(START + number * 86_400_000).toISOString();
const NOW = day(200);

type Fact = [day: number, path: string, body: object];
const lead = (number: number, origin?: string): Fact => [number, 'leads', origin === undefined ? {} : { origin }];
const offer = (number: number): Fact => [number, 'offers', { offerId: 'o-1' }];
const bought = (number: number): Fact => [number, 'purchases', { total: { amount: 100, currency: 'EUR' } }];
const owner = (name: string): Fact => [0, 'owners', { owner: name }];
const car = (value: string): Fact => [0, 'facts', { kind: 'car', value }];

describe('the funnel over HTTP', () => {
  let service: TestService;
  let last = '0';
  const ids: string[] = [];

  beforeAll(async () => {
    service = await startService();
    const ways: Fact[][] = [
      [lead(0, 'social'), offer(4), bought(10), owner('ann'), car('red')],
      [lead(0, 'social'), offer(20), owner('ann')],
      [lead(40, 'unknown'), bought(41), car('red'), [35, 'visits', { place: 'site', campaign: 'spring' }]],
      [lead(50), owner('bob'), car('blue')],
    ];
    for (const way of ways) ids.push(await customerWith(way));
  });
  afterAll(() => service.stop());

  /** A customer of his own source subject, with nothing but these facts. */
  async function customerWith(way: Fact[]): Promise<string> {
    const types: Record<string, string> = {
      leads: 'LeadCaptured',
      offers: 'OfferMade',
      purchases: 'PurchaseRecorded',
      owners: 'OwnerAssigned',
      facts: 'FactRecorded',
      visits: 'VisitRecorded',
      notes: 'NoteAdded',
    };
    const subject = `c-${ids.length}`;
    let customerId = '';
    for (const [index, [number, path, data]] of way.entries()) {
      const answer = await service.http.post('/v1/events').send({
        ...{ specversion: '1.0', id: `${subject}-${index}`, source: 'urn:shop', subject },
        ...{ type: types[path], time: day(number), data },
      });
      expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
      ({ customerId, position: last } = answer.body);
    }
    return customerId;
  }

  const get = async (path: string) => {
    const answer = await service.http.get(`${path}${path.includes('?') ? '&' : '?'}minPosition=${last}`);
    expect([path, answer.status, answer.status === 200 ? '' : answer.text]).toEqual([path, 200, '']);
    return answer.body;
  };
  const refused = async (path: string) => {
    const answer = await service.http.get(path);
    const { field, rule } = answer.body.errors?.[0] ?? {};
    return [answer.status, field, rule];
  };
  const inStage = (counts: { stages: { stage: string; customers: number }[] }) =>
    Object.fromEntries(counts.stages.flatMap(({ stage, customers }) => (customers ? [[stage, customers]] : [])));

  it('counts customers by stage at an instant, of all or of some', async () => {
    expect(inStage(await get(`/v1/funnel?asOf=${NOW}`))).toEqual({ customer: 2, proposal: 1, lead: 1 });
    expect(inStage(await get(`/v1/funnel?asOf=${day(5)}`))).toEqual({ proposal: 1, lead: 1 });
    expect(inStage(await get(`/v1/funnel?asOf=${day(4_000)}`))).toEqual({ dormant: 4 });
    expect(inStage(await get(`/v1/funnel?asOf=${NOW}&owner=ann`))).toEqual({ customer: 1, proposal: 1 });
    expect(inStage(await get(`/v1/funnel?asOf=${NOW}&origin=unknown`))).toEqual({ customer: 1 });
    expect(inStage(await get(`/v1/funnel?asOf=${NOW}&missing=origin`))).toEqual({ lead: 1 });
    expect(inStage(await get(`/v1/funnel?asOf=${NOW}&fact=car=red`))).toEqual({ customer: 2 });
    expect(inStage(await get(`/v1/funnel?asOf=${NOW}&source=urn:elsewhere`))).toEqual({});
    expect(inStage(await get(`/v1/funnel?asOf=${NOW}&from=${day(11)}&to=${day(50)}`))).toEqual({
      proposal: 1,
      customer: 1,
    });
  });

  it('counts in groups what it counts in all', async () => {
    const counts = await get(`/v1/funnel?asOf=${NOW}&by=origin`);
    expect(inStage(counts)).toEqual({ customer: 2, proposal: 1, lead: 1 });
    const groups = counts.groups.map((each: { group: string; stages: [] }) => [each.group, inStage(each)]);
    expect(groups).toEqual([
      ['social', { customer: 1, proposal: 1 }],
      [null, { lead: 1 }],
      ['unknown', { customer: 1 }],
    ]);
  });

  it('lists who stands behind a count, page by page', async () => {
    const first = await get(`/v1/funnel/customers?asOf=${NOW}&limit=3`);
    expect(first.customers.map(({ customerId, stage }: Record<string, unknown>) => [customerId, stage])).toEqual([
      [ids[0], 'customer'],
      [ids[1], 'proposal'],
      [ids[2], 'customer'],
    ]);
    const rest = await get(`/v1/funnel/customers?asOf=${NOW}&limit=3&cursor=${first.next}`);
    expect([rest.customers.map(({ customerId }: Record<string, unknown>) => customerId), rest.next]).toEqual([
      [ids[3]],
      null,
    ]);
    const customers = await get(`/v1/funnel/customers?asOf=${NOW}&stage=customer&owner=ann`);
    expect(customers.customers).toEqual([
      expect.objectContaining({
        customerId: ids[0],
        enteredAt: day(10),
        days: 190,
        causeType: 'PurchaseRecorded',
        owner: 'ann',
      }),
    ]);
  });

  it('says how long customers stay in a stage, and who stays', async () => {
    const report = await get(`/v1/funnel/time-in-stage?stage=lead&asOf=${NOW}&by=origin`);
    expect(report).toMatchObject({ method: 'kaplan-meier', entries: 4, exits: 3, open: 1, medianDays: 4 });
    expect(report.meanClosedDays).toBeCloseTo((4 + 20 + 1) / 3, 3);
    expect(report.groups[0]).toMatchObject({ group: 'social', entries: 2, open: 0, medianDays: 4 });
    expect(await get(`/v1/funnel/time-in-stage?stage=lead&asOf=${NOW}&from=${day(45)}`)).toMatchObject({
      entries: 1,
      open: 1,
      medianDays: null,
      groups: null,
    });
    const open = await get(`/v1/funnel/time-in-stage/customers?stage=lead&asOf=${NOW}&list=open`);
    expect(open.customers).toEqual([
      expect.objectContaining({ customerId: ids[3], days: 150, leftAt: null, leftFor: null }),
    ]);
    const exits = await get(`/v1/funnel/time-in-stage/customers?stage=lead&asOf=${NOW}&list=exits`);
    expect(exits.customers.map(({ leftFor }: Record<string, unknown>) => leftFor)).toEqual([
      'proposal',
      'proposal',
      'customer',
    ]);
  });

  it('says how many come from step to step, and who', async () => {
    const report = await get(`/v1/funnel/conversion?steps=lead,proposal,customer&asOf=${NOW}`);
    expect(report.steps.map(({ customers }: Record<string, unknown>) => customers)).toEqual([4, 2, 1]);
    const pair = await get(`/v1/funnel/conversion?steps=LeadCaptured,customer&days=5&asOf=${NOW}&by=fact.car`);
    expect(pair.steps[1]).toMatchObject({ customers: 1, percentOfFirst: 25, medianDays: 1 });
    expect(pair.groups.map(({ group, steps }: typeof pair) => [group, steps[0].customers, steps[1].customers])).toEqual(
      [
        ['red', 2, 1],
        [null, 1, 0],
        ['blue', 1, 0],
      ],
    );
    const dropped = await get(
      `/v1/funnel/conversion/customers?steps=lead,proposal,customer&step=2&list=dropped&asOf=${NOW}`,
    );
    expect(dropped.customers.map(({ customerId }: Record<string, unknown>) => customerId)).toEqual([ids[2], ids[3]]);
    const reached = await get(`/v1/funnel/conversion/customers?steps=lead,proposal,customer&asOf=${NOW}`);
    expect(reached.customers[0].steps).toEqual([
      { step: 'lead', at: day(0) },
      { step: 'proposal', at: day(4) },
      { step: 'customer', at: day(10) },
    ]);
  });

  it('lists who is stalled, longest first', async () => {
    const stalled = await get(`/v1/funnel/stalled?asOf=${NOW}&limit=1`);
    expect(stalled).toMatchObject({
      count: 2,
      customers: [{ customerId: ids[1], stage: 'proposal', days: 180, owner: 'ann' }],
    });
    const next = await get(`/v1/funnel/stalled?asOf=${NOW}&limit=1&cursor=${stalled.next}`);
    expect(next).toMatchObject({ next: null, customers: [{ customerId: ids[3], afterDays: 14 }] });
    expect(await get(`/v1/funnel/stalled?asOf=${NOW}&days=160`)).toMatchObject({ count: 2 });
    expect(await get(`/v1/funnel/stalled?asOf=${NOW}&stage=customer&days=185`)).toMatchObject({ count: 1 });
  });

  it('tells a customer’s stages with their evidence, and his way to the purchase', async () => {
    const { history } = await get(`/v1/customers/${ids[0]}/funnel?asOf=${NOW}`);
    expect(history.at(-1)).toMatchObject({
      stage: 'customer',
      causeType: 'PurchaseRecorded',
      rulesVersion: 1,
      evidence: { signal: 'purchase', counts: { 'acceptance+purchase': 0 }, afterDays: null },
    });
    const journey = await get(`/v1/customers/${ids[2]}/journey`);
    expect(journey).toMatchObject({ firstContactAt: day(35), days: 6, purchase: { at: day(41) } });
    expect(journey.touches[0]).toMatchObject({
      type: 'VisitRecorded',
      channel: 'site',
      campaign: 'spring',
      gapDays: null,
    });
    expect(await get(`/v1/customers/${ids[2]}/journey?asOf=${day(36)}`)).toMatchObject({ purchase: null, days: 0 });
    const attribution = await get('/v1/funnel/attribution?touch=first&by=campaign');
    expect(attribution).toMatchObject({ customers: 2 });
    expect(attribution.groups).toContainEqual({ group: 'spring', customers: 1 });
  });

  it('refuses what means nothing', async () => {
    expect(await refused('/v1/funnel/time-in-stage?stage=unheard')).toEqual([400, 'stage', 'known-stage']);
    expect(await refused('/v1/funnel/conversion?steps=lead,unheard')).toEqual([400, 'steps', 'known-stage']);
    expect(await refused('/v1/funnel/conversion?steps=lead,UnheardOf')).toEqual([400, 'steps', 'known-type']);
    expect((await refused('/v1/funnel/conversion?steps=lead'))[0]).toBe(400);
    expect((await refused('/v1/funnel?by=weather'))[0]).toBe(400);
    expect((await refused('/v1/funnel?fact=car'))[0]).toBe(400);
    expect((await refused('/v1/funnel/stalled?days=0'))[0]).toBe(400);
    expect((await refused('/v1/funnel/customers?cursor=x'))[0]).toBe(400);
    expect((await refused('/v1/funnel/rules?version=9'))[0]).toBe(404);
    expect((await refused('/v1/customers/33333333-3333-5333-8333-333333333333/journey'))[0]).toBe(404);
  });

  it('goes by rules once they are published, and refuses those that say nothing', async () => {
    expect((await get('/v1/funnel/rules')).rules).toMatchObject({ version: 1, dormancy: { afterDays: 365 } });
    const rules = {
      rulesVersion: 2,
      effectiveFrom: day(100),
      stages: [
        { stage: 'known', label: 'Known by name', formerly: DEFAULT_FUNNEL_RULES.stages.map(({ stage }) => stage) },
        { stage: 'fan' },
      ],
      signals: [{ signal: 'note', type: 'NoteAdded' }],
      entries: [
        { stage: 'known', on: ['note'], from: ['start'] },
        { stage: 'fan', on: ['note'], from: ['known'] },
      ],
    };
    const wrong = await service.http.post('/v1/funnel/rules').send({ ...rules, rulesVersion: 3 });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('next-version')]);
    const published = await service.http.post('/v1/funnel/rules').send(rules);
    expect([published.status, published.text]).toEqual([201, expect.any(String)]);
    last = published.body.position;

    ids.push(
      await customerWith([
        [101, 'notes', { text: 'a' }],
        [102, 'notes', { text: 'b' }],
        [99, 'notes', { text: 'c' }],
      ]),
    );
    const counts = await get(`/v1/funnel?asOf=${NOW}`);
    expect(counts).toMatchObject({ rulesVersion: 2, customers: 5 });
    expect(counts.stages).toContainEqual({ stage: 'fan', customers: 1, retired: false });
    expect(counts.stages).toContainEqual({ stage: 'customer', customers: 2, retired: true });
    expect(await get(`/v1/funnel?asOf=${day(50)}`)).toMatchObject({ rulesVersion: 1 });
    const { history } = await get(`/v1/customers/${ids[4]}/funnel?asOf=${NOW}`);
    expect(history.map(({ stage, rulesVersion }: Record<string, unknown>) => [stage, rulesVersion])).toEqual([
      ['known', 2],
      ['fan', 2],
    ]);
    expect((await get('/v1/funnel/rules?version=1')).versions).toHaveLength(2);
  });
});
