import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loyalty } from '#loyalty';
import { LoyaltyBooking } from '#loyalty/booking';
import { customerStream, type RecordedEvent } from '#kernel';
import { foldRows } from '#projections';
import { parse } from 'yaml';
import { type RecordingAnswer, type TestService, startService } from './service.js';

const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const CLERK = { id: 'ann', kind: 'person' };

interface Movement {
  kind: string;
  points: number;
  eventId: string | null;
  after: { balance: number; pending: number; debt: number };
}

describe('points over HTTP', () => {
  let service: TestService;
  /** As another process would be: on the same database. */
  let beside: TestService;
  beforeAll(async () => {
    service = await startService();
    beside = await startService(service);
  });
  afterAll(async () => {
    await beside.stop();
    await service.stop();
  });

  const get = async (path: string) => {
    const answer = await service.http.get(path);
    expect([path, answer.status, answer.status === 200 ? '' : answer.text]).toEqual([path, 200, '']);
    return answer.body;
  };
  const loyaltyOf = (id: string, query = '') => get(`/v1/customers/${id}/loyalty?${query}`);
  const at = (answer: RecordingAnswer) => `minPosition=${answer.position}`;
  const buy = (id: string, amount: number, more: object = {}) =>
    service.record(id, 'purchases', { total: EUR(amount), ...more });
  const post = (from: TestService, id: string, path: string, body: object) =>
    from.http.post(`/v1/customers/${id}/${path}`).send(body);

  it('are there as soon as the purchase is, and every one of them is explained', async () => {
    const id = await service.customer();
    const bought = await buy(id, 74_000);
    expect(await loyaltyOf(id, at(bought))).toMatchObject({ balance: 740, spendable: 740, pending: 0, debt: 0 });

    const redeemed = await service.record(id, 'loyalty/redemptions', { points: 500, reward: 'Mug' });
    const account = await loyaltyOf(id, at(redeemed));
    expect(account).toMatchObject({ balance: 240, lots: [{ points: 740, redeemed: 500, remaining: 240 }] });
    expect(account.nextExpiry).toEqual({ at: account.lots[0].expiresAt, points: 240 });

    const { movements } = await get(`/v1/customers/${id}/loyalty/movements`);
    expect(movements.map(({ kind, points, after }: Movement) => [kind, points, after.balance])).toEqual([
      ['earned', 740, 740],
      ['redeemed', -500, 240],
    ]);
    expect(await get(`/v1/customers/${id}/loyalty/explanation`)).toMatchObject({
      balance: 240,
      lots: [
        {
          sourceEventId: bought.eventIds[0],
          eventId: bought.eventIds[1],
          base: EUR(74_000),
          parts: [{ rule: 'purchase', points: 740 }],
          movements: [{ kind: 'earned' }, { kind: 'redeemed', points: -500, eventId: redeemed.eventIds[0] }],
        },
      ],
      debtMovements: [],
    });
  });

  it('are never overspent by fifty redemptions at once through two processes', async () => {
    const id = await service.customer();
    await buy(id, 100_000);

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, turn) =>
        post(turn % 2 ? service : beside, id, 'loyalty/redemptions', { points: 100 }),
      ),
    );

    const refused = answers.filter(({ status }) => status !== 201);
    expect(answers.length - refused.length).toBe(10);
    expect(new Set(refused.map(({ status, body }) => `${status} ${body.errors?.[0]?.rule}`))).toEqual(
      new Set(['422 enough-points']),
    );
    await service.ledger.projections.catchUp();
    expect(await loyaltyOf(id)).toMatchObject({ balance: 0, spendable: 0, lots: [] });
  });

  it('are earned once for a purchase that two processes report at once', async () => {
    const id = await service.customer();
    const purchase = { purchaseId: 'P-1', total: EUR(5_000) };
    const answers = await Promise.all(
      [service, beside, service, beside].map((from) => post(from, id, 'purchases', purchase)),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    await service.ledger.projections.catchUp();
    expect(await loyaltyOf(id)).toMatchObject({ balance: 50, lots: [{ points: 50, purchaseRef: 'P-1' }] });
  });

  it('cannot be used once they have ended, although nobody has booked that', async () => {
    const id = await service.customer();
    await buy(id, 10_000, { occurredAt: '2023-01-01T00:00:00Z' });
    const late = await post(service, id, 'loyalty/redemptions', { points: 1, occurredAt: '2025-01-01T00:00:00Z' });
    expect([late.status, late.body.errors[0].rule]).toEqual([422, 'enough-points']);
    const inTime = { points: 1, occurredAt: '2024-12-31T23:59:59.999Z' };
    expect((await post(service, id, 'loyalty/redemptions', inTime)).status).toBe(201);
  });

  it('are used once under one idempotency key', async () => {
    const id = await service.customer();
    await buy(id, 10_000);
    const redeem = (points: number) =>
      service.http.post(`/v1/customers/${id}/loyalty/redemptions`).set('Idempotency-Key', `cup-${id}`).send({ points });
    const first = await redeem(60);
    const second = await redeem(60);
    expect([first.status, second.status, second.headers['idempotency-replayed']]).toEqual([201, 201, 'true']);
    expect(second.body).toEqual(first.body);
    expect((await redeem(40)).status).toBe(422);
    expect(await loyaltyOf(id, at(first.body as RecordingAnswer))).toMatchObject({ balance: 40 });
  });

  it('are taken back with the purchase; what is gone already is owed and repaid by the next one', async () => {
    const id = await service.customer();
    await buy(id, 10_000, { purchaseId: 'P-2' });
    await service.record(id, 'loyalty/redemptions', { points: 80 });
    const returned = await service.record(id, 'returns', { purchaseId: 'P-2', total: EUR(10_000) });
    expect(await loyaltyOf(id, at(returned))).toMatchObject({ balance: -80, spendable: 0, debt: 80, lots: [] });

    const bought = await buy(id, 20_000);
    expect(await loyaltyOf(id, at(bought))).toMatchObject({
      balance: 120,
      spendable: 120,
      debt: 0,
      lots: [{ points: 200, debtRepaid: 80, remaining: 120 }],
    });
    const { movements } = await get(`/v1/customers/${id}/loyalty/movements`);
    expect(movements.map(({ kind, points, after }: Movement) => [kind, points, after.balance])).toEqual([
      ['earned', 100, 100],
      ['redeemed', -80, 20],
      ['reversed', -20, 0],
      ['debt_incurred', 0, -80],
      ['earned', 200, 120],
      ['debt_repaid', -80, 120],
    ]);
  });

  it('come back to their lots when a redemption is refunded', async () => {
    const id = await service.customer();
    const bought = await buy(id, 10_000);
    const before = await loyaltyOf(id, at(bought));
    await service.record(id, 'loyalty/redemptions', { points: 70, redemptionId: 'R-1' });
    const refunded = await service.record(id, 'loyalty/redemption-refunds', { redemptionId: 'R-1', points: 30 });
    const after = await loyaltyOf(id, at(refunded));
    expect(after).toMatchObject({ balance: 60, lots: [{ redeemed: 70, refunded: 30, remaining: 60 }] });
    expect(after.lots[0].expiresAt).toBe(before.lots[0].expiresAt);
    const more = await post(service, id, 'loyalty/redemption-refunds', { redemptionId: 'R-1', points: 41 });
    expect([more.status, more.body.errors[0].rule]).toEqual([422, 'not-more-than-redeemed']);
  });

  it('are adjusted by somebody, with a reason', async () => {
    const id = await service.customer();
    const nobody = await post(service, id, 'loyalty/adjustments', { points: 10, reason: 'Sorry' });
    expect([nobody.status, nobody.body.errors[0].rule]).toEqual([422, 'actor-known']);
    const why = await post(service, id, 'loyalty/adjustments', { points: 10, actor: CLERK });
    expect([why.status, why.body.errors[0].field]).toEqual([400, 'reason']);

    await service.record(id, 'loyalty/adjustments', { points: 100, reason: 'Sorry', actor: CLERK });
    const taken = await service.record(id, 'loyalty/adjustments', { points: -30, reason: 'Mistake', actor: CLERK });
    expect(await loyaltyOf(id, at(taken))).toMatchObject({
      balance: 70,
      lots: [{ origin: 'adjusted', points: 100, adjusted: 30, remaining: 70 }],
    });
  });

  it('go to another customer and back with the expiry that they had, once', async () => {
    const [ada, grace] = [await service.customer({ name: 'Ada' }), await service.customer({ name: 'Grace' })];
    const bought = await buy(ada, 10_000, { occurredAt: '2026-01-15T00:00:00Z' });
    const [lot] = (await loyaltyOf(ada, at(bought))).lots;
    const transfer = () =>
      service.http
        .post(`/v1/customers/${ada}/loyalty/transfers`)
        .set('Idempotency-Key', `gift-${ada}`)
        .send({ points: 60, toCustomer: grace });

    const [first, again] = [await transfer(), await transfer()];

    expect([first.status, again.status, again.headers['idempotency-replayed']]).toEqual([201, 201, 'true']);
    expect(again.body).toEqual(first.body);
    expect(await loyaltyOf(ada, at(first.body as RecordingAnswer))).toMatchObject({ balance: 40 });
    expect(await loyaltyOf(grace)).toMatchObject({
      balance: 60,
      lots: [{ origin: 'transferred', fromLotId: lot.lotId, fromCustomer: ada, expiresAt: lot.expiresAt }],
    });

    const back = await service.record(grace, 'loyalty/transfers', { points: 10, toCustomer: ada });
    expect(await loyaltyOf(ada, at(back))).toMatchObject({ balance: 50, lots: [{}, { expiresAt: lot.expiresAt }] });
    expect(await loyaltyOf(grace)).toMatchObject({ balance: 50 });
    const nobody = await post(service, ada, 'loyalty/transfers', { points: 1, toCustomer: lot.eventId });
    expect([nobody.status, nobody.body.errors[0].rule]).toEqual([422, 'known-customer']);
  });

  it('complete a transfer whose second half is missing', async () => {
    const [ada, grace] = [await service.customer({ name: 'Ada' }), await service.customer({ name: 'Grace' })];
    await buy(ada, 10_000);
    const data = { points: 25, toCustomer: grace };
    const event = { specversion: '1.0', type: 'TransferPoints', source: 'urn:till', id: `t-${ada}`, data };
    const sent = await service.http.post('/v1/events').send({ ...event, subject: `customer:${ada}` });
    expect([sent.status, sent.body.errors[0].rule]).toEqual([400, 'by-route-only']);
    // As when the process ends between the two halves.
    const [stream, occurredAt] = [customerStream(ada), new Date().toISOString()];
    const half = { type: 'TransferPoints', stream, data, source: 'urn:till', sourceId: `t-${ada}`, occurredAt };
    await service.ledger.recorder.record({ facts: [half] });
    await service.ledger.projections.catchUp();
    const onTheWay = await get('/v1/loyalty/reconciliation');
    expect(onTheWay).toMatchObject({ agrees: true, transfers: { open: 1, points: 25 } });

    const runs = await Promise.all([service, beside].map(book));

    expect(runs.flatMap(({ failures }) => failures)).toEqual([]);
    expect(runs.reduce((sum, { transfersCompleted }) => sum + transfersCompleted, 0)).toBe(1);
    await service.ledger.projections.catchUp();
    expect(await loyaltyOf(grace)).toMatchObject({ balance: 25 });
    expect(await get('/v1/loyalty/reconciliation')).toMatchObject({ transfers: { open: 0, points: 0 } });
  });

  it('are what they were at any time, by what was known at any time', async () => {
    const id = await service.customer();
    await buy(id, 10_000, { occurredAt: '2022-01-10T00:00:00Z' });
    await service.record(id, 'loyalty/redemptions', { points: 30, occurredAt: '2023-01-10T00:00:00Z' });
    const knownUntilHere = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await buy(id, 5_000, { occurredAt: '2023-06-10T00:00:00Z' });

    expect(await loyaltyOf(id, 'asOf=2022-06-01T00:00:00Z')).toMatchObject({ balance: 100 });
    expect(await loyaltyOf(id, 'asOf=2023-07-01T00:00:00Z')).toMatchObject({ balance: 120 });
    expect(await loyaltyOf(id, `asOf=2023-07-01T00:00:00Z&knownAt=${knownUntilHere}`)).toMatchObject({ balance: 70 });
    const ended = await loyaltyOf(id, 'asOf=2024-01-10T00:00:00Z');
    expect(ended).toMatchObject({ balance: 50, nextExpiry: { points: 50 } });
    expect(await get(`/v1/customers/${id}/loyalty/expiries?asOf=2023-12-01T00:00:00Z`)).toMatchObject({
      expiries: [
        { at: '2024-01-10T00:00:00.000Z', points: 70, pending: 0 },
        { at: '2025-06-10T00:00:00.000Z', points: 50, pending: 0 },
      ],
    });
  });

  it('that have ended are booked once, by whoever comes first', async () => {
    const id = await service.customer();
    const bought = await buy(id, 10_000, { occurredAt: '2021-01-10T00:00:00Z' });
    await buy(id, 3_000, { occurredAt: '2021-02-10T00:00:00Z' });
    await service.ledger.projections.catchUp();
    const before = await loyaltyOf(id, `asOf=2023-03-01T00:00:00Z&${at(bought)}`);
    const statement = await get(`/v1/customers/${id}/loyalty/movements`);

    await Promise.all([book(service), book(beside)]);
    await service.ledger.projections.catchUp();
    const last = await book(service);

    expect(last).toMatchObject({ customers: 0, events: 0, failures: [] });
    expect(await loyaltyOf(id, 'asOf=2023-03-01T00:00:00Z')).toEqual(before);
    const booked = await get(`/v1/customers/${id}/loyalty/movements`);
    const told = ({ kind, points, after }: Movement) => [kind, points, after.balance];
    expect(booked.movements.map(told)).toEqual(statement.movements.map(told));
    expect(booked.movements.filter(({ kind }: Movement) => kind === 'expired')).toMatchObject([
      { points: -100, eventId: expect.any(String) },
      { points: -30, eventId: expect.any(String) },
    ]);
    expect(await get('/v1/loyalty/reconciliation')).toMatchObject({ agrees: true, expiry: { dueLots: 0 } });
  });

  it('have cards', async () => {
    const id = await service.customer();
    await service.record(id, 'loyalty/cards', { cardId: 'C-1', kind: 'plastic' });
    const { position } = await service.record(id, 'loyalty/card-replacements', {
      cardId: 'C-1',
      newCardId: 'C-2',
      reason: 'lost',
    });
    expect(await get(`/v1/customers/${id}/loyalty/cards?minPosition=${position}`)).toMatchObject({
      cards: [
        { cardId: 'C-1', state: 'replaced', replacedBy: 'C-2', reason: 'lost' },
        { cardId: 'C-2', state: 'active', replaces: 'C-1' },
      ],
    });
  });

  it('are the same in the tables as folded from the beginning of the log', async () => {
    await service.ledger.projections.catchUp();
    const { store, codec, readModels } = service.ledger;
    const events: RecordedEvent[] = [];
    for await (const page of store.readAll()) events.push(...page.map((stored) => codec.decode(stored)));
    const folded = foldRows(loyalty, events);
    for (const table of loyalty.tables) {
      const stored = await readModels.repository<Record<string, unknown>>(table).find();
      const byKey = new Map(stored.map((row) => [String(row[table.key]), { ...row }]));
      expect([table.name, byKey]).toEqual([table.name, folded.get(table.name)]);
    }
  });

  function book({ ledger }: TestService) {
    return new LoyaltyBooking(ledger.readModels, ledger.recorder).bookDue(new Date().toISOString());
  }
});

describe('a loyalty programme', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  const publish = async (body: object) => {
    const answer = await service.http.post('/v1/programs').send(body);
    expect([answer.status, answer.status === 201 ? '' : answer.text]).toEqual([201, '']);
    return answer.body as RecordingAnswer;
  };
  const get = async (path: string) => (await service.http.get(path)).body;
  const miles = (programVersion: number, points: number, effectiveFrom: string) => ({
    program: 'miles',
    programVersion,
    effectiveFrom,
    earning: [{ rule: 'spend', base: 'money', points, per: 100 }],
    pendingDays: 10,
    expiry: { kind: 'calendar', unit: 'year', after: 1 },
    tiers: {
      metric: 'points',
      period: 'calendar_year',
      downgrade: 'to_qualified',
      tiers: [
        { tier: 'silver', threshold: 100 },
        { tier: 'gold', threshold: 1_000 },
      ],
    },
    value: EUR(1),
    expectedRedemptionPerMille: 850,
  });

  it('decides by the version in force when it happened; tiers show how far the next one is', async () => {
    await publish(miles(1, 1, '2025-01-01T00:00:00Z'));
    await publish(miles(2, 3, '2025-07-01T00:00:00Z'));
    const gap = await service.http.post('/v1/programs').send(miles(4, 3, '2025-08-01T00:00:00Z'));
    expect([gap.status, gap.body.errors[0].rule]).toEqual([422, 'next-version']);

    const id = await service.customer();
    await service.record(id, 'purchases', { total: EUR(10_000), occurredAt: '2025-09-01T00:00:00Z' });
    const { position } = await service.record(id, 'purchases', {
      total: EUR(5_000),
      occurredAt: '2025-03-01T00:00:00Z',
    });

    const path = `/v1/customers/${id}/loyalty?program=miles&minPosition=${position}`;
    const account = await get(`${path}&asOf=2025-09-05T00:00:00Z`);
    expect(account).toMatchObject({ balance: 50, pending: 300, tier: 'silver' });
    expect(account.lots.map((lot: { programVersion: number }) => lot.programVersion)).toEqual([1, 2]);
    expect(account.programs).toMatchObject([
      { program: 'miles', tier: { tier: 'silver' }, progress: { value: 350, next: { tier: 'gold', missing: 650 } } },
    ]);
    expect((await get(`/v1/customers/${id}?asOf=2025-09-05T00:00:00Z`)).loyalty).toMatchObject({ tier: 'silver' });
    // Nobody has booked that the tier was not kept: the dates say so.
    expect(await get(`${path}&asOf=2027-06-01T00:00:00Z`)).toMatchObject({ balance: 0, tier: null });

    expect(await get('/v1/programs/miles?asOf=2025-05-01T00:00:00Z')).toMatchObject({ inForce: 1 });
    const { programs } = await get('/v1/programs');
    expect(programs.map((each: { program: string; inForce: number }) => [each.program, each.inForce])).toEqual([
      ['miles', 2],
      ['points', 0],
    ]);
    expect((await service.http.get('/v1/programs/none')).status).toBe(404);
  });

  it('owes what its customers together have, as of any date', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => service.customer()));
    for (const [turn, id] of ids.entries()) {
      await service.record(id, 'purchases', { total: EUR(20_000 + turn), occurredAt: '2025-02-01T00:00:00Z' });
      await service.record(id, 'loyalty/redemptions', {
        points: 70 * turn || 10,
        program: 'miles',
        occurredAt: '2025-04-01T00:00:00Z',
      });
    }
    await service.ledger.projections.catchUp();
    const report = await get('/v1/loyalty/liability?asOf=2025-09-05T00:00:00Z&from=2025-03-15T00:00:00Z&program=miles');
    const [own] = report.programs;
    expect(own.outstanding).toMatchObject({ active: 50 + 190 + 130 + 60, pending: 300 });
    expect(own.byExpiry).toMatchObject([{ month: '2026-12', points: 730 }]);
    expect(own).toMatchObject({ programVersion: 2, value: { amount: 1, currency: 'EUR', points: 1 } });
    // 730 points × 1 cent × 85 % = 620.5 cents; a half goes up.
    expect(own.outstanding).toMatchObject({ expectedPoints: 621, faceValue: 730, liability: 621 });
    expect(report.liability).toEqual({ EUR: 621 });
    expect(own.movements).toMatchObject({ opening: 50 + 600, earned: 300, redeemed: -220, expired: 0, closing: 730 });
  });

  it('is published as the page on running one shows it', async () => {
    const page = await readFile(new URL('../../docs/how-to/loyalty-programme.md', import.meta.url), 'utf8');
    const rules = parse(/```yaml\n(.*?)```/s.exec(page)![1]!) as { program: string };
    await publish(rules);
    const id = await service.customer();
    await service.record(id, 'purchases', { total: EUR(60_000), occurredAt: '2026-02-01T10:00:00Z' });
    await service.record(id, 'visits', { place: 'shop', occurredAt: '2026-02-02T10:00:00Z' });
    const last = await service.record(id, 'visits', { place: 'shop', occurredAt: '2026-02-02T18:00:00Z' });
    const path = `/v1/customers/${id}/loyalty?program=club&asOf=2026-03-01T00:00:00Z&minPosition=${last.position}`;
    expect(await get(path)).toMatchObject({
      balance: 610,
      tier: 'silver',
      nextExpiry: { at: '2028-01-01T00:00:00.000Z', points: 610 },
      programs: [{ progress: { value: 610, next: { tier: 'gold', missing: 1_390 } } }],
    });
  });
});
