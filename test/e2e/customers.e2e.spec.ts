import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestService, startService } from './service.js';

describe('what is known and agreed', () => {
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
  const refused = async (id: string, path: string, body: object): Promise<unknown> => {
    const answer = await service.http.post(`/v1/customers/${id}/${path}`).send(body);
    return [answer.status, answer.body.errors?.[0]?.rule];
  };

  it('shows contact points as they were verified, retired and taken back into use', async () => {
    const mail = { kind: 'email', value: 'grace@example.org' };
    const phone = { kind: 'phone', value: '+1 555 0100' };
    const id = await service.customer({ name: 'Grace Hopper', contactPoints: [mail, phone] });
    expect(await refused(id, 'contact-point-verifications', { kind: 'phone', value: '1' })).toEqual([
      422,
      'known-contact-point',
    ]);
    await service.record(id, 'contact-point-verifications', { ...mail, value: 'GRACE@example.org', how: 'link' });
    const { position } = await service.record(id, 'contact-point-retirements', { ...phone, reason: 'wrong_person' });
    expect(await refused(id, 'contact-point-verifications', phone)).toEqual([422, 'not-retired']);

    const { profile } = await get(`/v1/customers/${id}?minPosition=${position}`);
    expect(profile.contactPoints).toMatchObject([
      { ...mail, state: 'verified', verified: { how: 'link' } },
      { ...phone, state: 'retired', retired: { reason: 'wrong_person' } },
    ]);
    const { customers } = await get(`/v1/customers?reference=${id}`);
    expect(customers[0].contactPoints).toEqual([mail]);

    const again = await service.record(id, 'contact-points', phone);
    const later = await get(`/v1/customers/${id}?minPosition=${again.position}`);
    expect(later.profile.contactPoints[1]).toMatchObject({ ...phone, state: 'added' });
  });

  it('shows facts, persons, motives, consents and the owner, each with the event that says it', async () => {
    const id = await service.customer({ name: 'Ada' });
    const note = await service.record(id, 'notes', { text: 'She wears 44 now, and her son Ben turns 21' });
    await service.record(id, 'facts', { kind: 'clothing_size', value: '42', occurredAt: '2024-01-01T00:00:00Z' });
    const size = await service.record(id, 'facts', {
      kind: 'clothing_size',
      value: '44',
      extractedFrom: note.eventIds[0],
      confidence: 80,
    });
    await service.record(id, 'related-persons', { relation: 'child', name: 'Ben', birthDate: '2005-06-01' });
    await service.record(id, 'purchase-motives', { motive: 'proximity', competitor: 'Corner Shop' });
    await service.record(id, 'relationship-modes', { mode: 'one_off', reason: 'subjective' });
    await service.record(id, 'consents', { purpose: 'newsletter', channel: 'email', how: 'double_opt_in' });
    await service.record(id, 'consent-withdrawals', { purpose: 'profiling' });
    await service.record(id, 'consent-withdrawals', { purpose: 'newsletter', how: 'phone' });
    const { position } = await service.record(id, 'owners', { owner: 'u-7', name: 'Hana', team: 'North' });

    const { profile } = await get(`/v1/customers/${id}?minPosition=${position}`);

    expect(profile).toMatchObject({
      facts: [{ kind: 'clothing_size', value: '44', confidence: 80, provenance: { eventId: size.eventIds[0] } }],
      relatedPersons: [{ relation: 'child', name: 'Ben', birthDate: '2005-06-01' }],
      motives: [{ motive: 'proximity', count: 1 }],
      relationshipMode: 'one_off',
      relationshipReason: 'subjective',
      consents: [
        { purpose: 'newsletter', channel: null, state: 'withdrawn', how: 'phone' },
        { purpose: 'newsletter', channel: 'email', state: 'withdrawn', how: 'phone' },
        { purpose: 'profiling', channel: null, state: 'withdrawn' },
      ],
      owner: { owner: 'u-7', name: 'Hana', team: 'North' },
    });
    const past = await get(`/v1/customers/${id}/history?types=FactRecorded`);
    expect(past.events.map(({ data }: { data: { value: string } }) => data.value)).toEqual(['42', '44']);
  });

  it('lists the customers of an owner, and of him only', async () => {
    const [one, other] = [await service.customer({ name: 'One' }), await service.customer({ name: 'Other' })];
    await service.record(one, 'owners', { owner: 'u-1' });
    await service.record(other, 'owners', { owner: 'u-1' });
    const { position } = await service.record(other, 'owners', { owner: 'u-2' });
    const ids = async (owner: string) =>
      (await get(`/v1/customers?owner=${owner}&minPosition=${position}`)).customers.map(({ id }: { id: string }) => id);
    expect([await ids('u-1'), await ids('u-2'), await ids('u-3')]).toEqual([[one], [other], []]);
  });

  it('refuses a change of details that changes nothing', async () => {
    const id = await service.customer();
    expect(await refused(id, 'details', {})).toEqual([422, 'not-empty']);
    expect(await refused(id, 'details', { attributes: {} })).toEqual([422, 'not-empty']);
    const event = await service.http.post('/v1/events').send({
      specversion: '1.0',
      id: 'nothing',
      source: 'urn:test',
      type: 'CustomerDetailsChanged',
      subject: `customer:${id}`,
      time: '2024-05-01T00:00:00Z',
      data: {},
    });
    expect(event.status).toBe(422);
  });

  it('shows comments beside the event commented, and the chain of what an event refers to', async () => {
    const id = await service.customer();
    const call = await service.record(id, 'calls', { direction: 'inbound', subject: 'Where is my parcel?' });
    const mail = await service.record(id, 'emails', { direction: 'outbound', refersTo: call.eventIds[0] });
    const note = await service.record(id, 'notes', { text: 'Parcel found', refersTo: mail.eventIds[0] });
    const comment = await service.record(id, 'comments', { onEvent: call.eventIds[0], text: 'He was angry' });
    const elsewhere = await service.record(await service.customer(), 'notes', { text: 'of another' });
    expect(await refused(id, 'comments', { onEvent: elsewhere.eventIds[0], text: 'x' })).toEqual([422, 'known-event']);

    const whole = await get(`/v1/customers/${id}/history`);
    const pageOfOne = await get(`/v1/customers/${id}/history?types=NoteAdded,CallLogged&limit=1`);
    const backwards = await get(`/v1/customers/${id}/history?direction=backwards&limit=2&types=NoteAdded`);

    const byType = (type: string) => whole.events.find((event: { type: string }) => event.type === type);
    const beside = [{ eventId: comment.eventIds[0], text: 'He was angry' }];
    expect(byType('CallLogged').comments).toMatchObject(beside);
    expect(byType('CommentAdded').data).toMatchObject({ onEvent: call.eventIds[0] });
    expect(byType('CallLogged').refersTo).toBeUndefined();
    const chain = [
      { eventId: mail.eventIds[0], type: 'EmailLogged' },
      { eventId: call.eventIds[0], type: 'CallLogged' },
    ];
    expect(byType('NoteAdded').refersTo).toMatchObject(chain);
    expect(pageOfOne.events).toMatchObject([{ type: 'CallLogged', comments: beside }]);
    expect(backwards.events).toMatchObject([{ eventId: note.eventIds[0], refersTo: chain }]);
    const before = await get(`/v1/customers/${id}/history?knownAt=${byType('NoteAdded').recordedAt}`);
    expect(before.events[1]).toMatchObject({ type: 'CallLogged' });
  });
});
