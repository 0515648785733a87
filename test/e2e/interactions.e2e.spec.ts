import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestService, startService } from './service.js';

const TEN = '2026-03-05T10:00:00.000Z';
const ELEVEN = '2026-03-05T11:00:00.000Z';
const NOON = '2026-03-05T12:00:00.000Z';

describe('interactions', () => {
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

  it('count by kind, and the last one is the last touchpoint', async () => {
    const id = await service.customer();
    await service.record(id, 'calls', { direction: 'outbound', occurredAt: '2026-01-01T00:00:00Z' });
    await service.record(id, 'calls', { direction: 'outbound', occurredAt: '2026-01-03T00:00:00Z' });
    const form = await service.record(id, 'forms', {
      form: 'contact',
      page: '/prices',
      channel: 'site',
      fields: { message: 'How much?', newsletter: true },
      occurredAt: '2026-01-04T00:00:00Z',
    });
    await service.record(id, 'messages', {
      direction: 'inbound',
      network: 'messenger',
      channel: 'telegram',
      handledBy: 'bot',
      handedOverTo: 'u-7',
      occurredAt: '2026-01-02T00:00:00Z',
    });
    const { position } = await service.record(id, 'social-activities', { network: 'x', polarity: 'negative' });
    const { totals, profile } = await get(`/v1/customers/${id}?minPosition=${position}`);
    expect(totals).toMatchObject({
      calls: 2,
      interactions: 4,
      interactionsByType: { CallLogged: 2, FormSubmitted: 1, MessageLogged: 1 },
    });
    expect(profile.lastTouchpoint).toEqual({
      type: 'FormSubmitted',
      channel: 'site',
      eventId: form.eventIds[0],
      occurredAt: '2026-01-04T00:00:00.000Z',
    });
  });

  it('promise call-backs, and tell at any instant which are due, late, missed and made', async () => {
    const owner = 'desk-1';
    const id = await service.customer();
    const asked = { owner, occurredAt: '2026-03-05T09:00:00Z' };
    await service.record(id, 'callbacks', { ...asked, callbackId: 'kept', promisedAt: TEN, promisedUntil: ELEVEN });
    await service.record(id, 'callbacks', { ...asked, callbackId: 'made late', promisedAt: TEN });
    await service.record(id, 'callbacks', { ...asked, callbackId: 'given up', promisedAt: TEN });
    await service.record(id, 'callbacks', { ...asked, callbackId: 'forgotten', promisedAt: TEN });
    await service.record(id, 'callbacks', { ...asked, callbackId: 'tomorrow', promisedAt: '2026-03-06T10:00:00Z' });
    const complete = { completedBy: 'u-7' };
    await service.record(id, 'callback-completions', { ...complete, callbackId: 'kept', occurredAt: ELEVEN });
    await service.record(id, 'missed-callbacks', { callbackId: 'made late', occurredAt: ELEVEN });
    await service.record(id, 'missed-callbacks', { callbackId: 'given up', occurredAt: ELEVEN });
    const { position } = await service.record(id, 'callback-completions', {
      ...complete,
      callbackId: 'made late',
      occurredAt: '2026-03-05T11:30:00Z',
    });
    const list = (query: string) => get(`/v1/callbacks?owner=${owner}&minPosition=${position}&${query}`);
    const ids = ({ callbacks }: { callbacks: { callbackId: string }[] }) => callbacks.map((each) => each.callbackId);

    const atNoon = await list(`at=${NOON}`);
    expect(atNoon).toMatchObject({
      at: NOON,
      counts: { open: 2, due: 1, late: 1, missed: 1, completed: 2, completedLate: 1 },
    });
    expect(ids(atNoon)).toEqual(['kept', 'made late', 'given up', 'forgotten', 'tomorrow']);
    for (const [state, expected] of Object.entries({
      open: ['forgotten', 'tomorrow'],
      due: ['tomorrow'],
      late: ['forgotten'],
      missed: ['given up'],
      completed: ['kept', 'made late'],
      completed_late: ['made late'],
    })) {
      expect([state, ids(await list(`at=${NOON}&state=${state}`))]).toEqual([state, expected]);
    }
    const late = await list(`at=${NOON}&state=completed_late`);
    expect(late.callbacks).toMatchObject([{ secondsLate: 5_400, completedBy: 'u-7', missedAt: ELEVEN }]);
    expect((await list(`at=${NOON}&state=late`)).callbacks).toMatchObject([{ secondsLate: 7_200 }]);

    expect((await list(`at=${TEN}`)).counts).toMatchObject({ due: 5, late: 0, completed: 0 });
    expect((await list('at=2026-03-05T08:59:59Z')).counts).toMatchObject({ open: 0, completed: 0 });
    const before = await list(`at=${ELEVEN}&state=missed`);
    expect(before.callbacks).toMatchObject([
      { callbackId: 'made late', completedAt: null },
      { callbackId: 'given up' },
    ]);
    expect((await list(`at=${NOON}&from=2026-03-06T00:00:00Z&to=2026-03-07T00:00:00Z`)).counts.open).toBe(1);

    const first = await list(`at=${NOON}&limit=3`);
    const second = await list(`at=${NOON}&limit=3&cursor=${first.next}`);
    expect([ids(first), ids(second), second.next]).toEqual([
      ['kept', 'made late', 'given up'],
      ['forgotten', 'tomorrow'],
      null,
    ]);

    const { profile } = await get(`/v1/customers/${id}?asOf=${NOON}`);
    expect(profile.openCallbacks).toMatchObject([
      { callbackId: 'forgotten', late: true },
      { callbackId: 'tomorrow', late: false },
    ]);
  });

  it('plan meetings, as an agenda and ahead in the profile', async () => {
    const id = await service.customer();
    const plan = (meetingId: string, startsAt: string) =>
      service.record(id, 'planned-meetings', { meetingId, startsAt, owner: 'u-9', occurredAt: '2026-03-01T00:00:00Z' });
    await plan('later', '2026-03-09T10:00:00+02:00');
    await plan('held', '2026-03-02T10:00:00Z');
    await plan('missed', '2026-03-03T10:00:00Z');
    await plan('sooner', TEN);
    await service.record(id, 'meetings', { meetingId: 'held', outcome: 'agreed', occurredAt: '2026-03-02T10:00:00Z' });
    const { position } = await service.record(id, 'missed-meetings', {
      meetingId: 'missed',
      missedBy: 'customer',
      occurredAt: '2026-03-03T10:30:00Z',
    });
    const again = await service.http.post(`/v1/customers/${id}/meetings`).send({ meetingId: 'missed' });
    expect([again.status, again.body.errors[0].rule]).toEqual([422, 'ended-once']);

    const agenda = await get(`/v1/meetings?owner=u-9&minPosition=${position}&limit=3`);
    const rest = await get(`/v1/meetings?owner=u-9&limit=3&cursor=${agenda.next}`);
    const shown = [...agenda.meetings, ...rest.meetings].map((each) => [each.meetingId, each.state, each.endedBy]);
    expect(shown).toEqual([
      ['held', 'held', null],
      ['missed', 'missed', 'customer'],
      ['sooner', 'planned', null],
      ['later', 'planned', null],
    ]);
    expect(rest.meetings[0].startsAt).toBe('2026-03-09T08:00:00.000Z');
    const week = await get(`/v1/meetings?owner=u-9&state=planned&from=2026-03-05T00:00:00Z&to=2026-03-06T00:00:00Z`);
    expect(week.meetings).toHaveLength(1);

    const ahead = async (asOf: string) =>
      (await get(`/v1/customers/${id}?asOf=${asOf}`)).profile.plannedMeetings.map(
        ({ meetingId }: { meetingId: string }) => meetingId,
      );
    expect(await ahead('2026-03-04T00:00:00Z')).toEqual(['sooner', 'later']);
    expect(await ahead(NOON)).toEqual(['later']);
  });

  it.each([
    ['/v1/callbacks?state=lost', 400],
    ['/v1/callbacks?at=today', 400],
    ['/v1/callbacks?cursor=nonsense', 400],
    ['/v1/meetings?state=lost', 400],
    ['/v1/meetings?from=2026-02-30T00:00:00Z', 400],
  ])('answer %s with %i', async (path, status) => {
    expect((await service.http.get(path)).status).toBe(status);
  });
});
