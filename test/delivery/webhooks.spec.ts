import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { TestService } from '../e2e/service.js';
import { Receiver } from './support/receiver.js';
import {
  customersOf,
  recordNotes,
  registerWebhook,
  startQuickService,
  untilWebhook,
  webhookOf,
} from './support/webhook-service.js';

describe('webhooks', () => {
  let service: TestService;
  let receiver: Receiver;
  let registered: string[];

  beforeAll(async () => {
    service = await startQuickService();
  });
  beforeEach(async () => {
    receiver = await Receiver.start();
    registered = [];
  });
  afterEach(async () => {
    for (const id of registered) await service.http.delete(`/v1/webhooks/${id}`);
    await receiver.stop();
  });
  afterAll(() => service.stop());

  const register = async (body: object = {}) => {
    const webhook = await registerWebhook(service, receiver, body);
    registered.push(webhook.id);
    return webhook;
  };

  it('send each event from now on, signed, as the CloudEvent that it is', async () => {
    await service.customer();
    const { id, secret } = await register();
    const customer = await service.customer();
    const { eventIds, position } = await service.record(customer, 'calls', { direction: 'inbound' });
    await receiver.until(({ received }) => received.length === 2);
    const { headers, body, event } = receiver.received[1]!;
    expect(headers).toMatchObject({ 'content-type': 'application/cloudevents+json', 'webhook-id': eventIds[0] });
    expect(new Webhook(secret).verify(body, headers)).toEqual(event);
    expect(event).toMatchObject({
      type: 'CallLogged',
      subject: `customer:${customer}`,
      eventid: eventIds[0],
      position,
    });
    const again = await service.http.post('/v1/events').type('application/cloudevents+json').send(body);
    expect([again.status, again.headers['idempotency-replayed'], again.body.eventIds]).toEqual([201, 'true', eventIds]);
    await untilWebhook(service, id, ({ delivered, pending }) => delivered === 2 && pending === 0);
    expect(await webhookOf(service, id)).toMatchObject({ lag: '0', position, failedAttempts: 0, lastFailure: null });
    expect((await service.http.get('/metrics')).text).toContain(
      `rapport_webhook_attempts_total{webhook="${id}",outcome="delivered"} 2`,
    );
  });

  it('may begin at the start or behind a position, and take some types only', async () => {
    const [customer] = await customersOf(service, 1);
    const { position } = await service.record(customer!, 'calls', { direction: 'inbound' });
    const last = await service.record(customer!, 'notes', { text: 'the last' });
    const { id } = await register({ from: 'start', types: ['NoteAdded', 'CustomerRegistered'] });
    await receiver.until(({ received }) => received.some(({ event }) => event.position === last.position));
    expect(receiver.received.map(({ event }) => event.type)).not.toContain('CallLogged');
    expect(receiver.received.some(({ event }) => event.position === '1')).toBe(true);
    await service.http.delete(`/v1/webhooks/${id}`);
    receiver.received.length = 0;
    await register({ from: position });
    await receiver.until(({ received }) => received.length === 1);
    expect(receiver.received[0]!.event.position).toBe(last.position);
  });

  it('keep each customer’s order whatever fails, under the same id at each attempt, one at a time', async () => {
    const customers = await customersOf(service, 4);
    let answers = 0;
    receiver.answering = async ({ id }, nth) => {
      answers += 1;
      await delay(answers % 3);
      if (nth >= 3) return { status: 200 };
      const kind = (Number.parseInt(id.slice(0, 4), 16) + nth) % 5;
      if (kind === 0) return { status: 500, body: 'not now' };
      if (kind === 1) return { status: 302, headers: { location: receiver.url } };
      return { status: 202 };
    };
    await register();
    const underWay = new Map<string, string>();
    const overlaps: string[] = [];
    const { answering } = receiver;
    receiver.answering = async (received, nth) => {
      const { subject = '' } = received.event;
      if ((underWay.get(subject) ?? received.id) !== received.id) overlaps.push(subject);
      underWay.set(subject, received.id);
      try {
        return await answering(received, nth);
      } finally {
        underWay.delete(subject);
      }
    };
    const positions = await recordNotes(service, customers, 12);
    await receiver.until(({ accepted }) => accepted.length >= 48);
    expect(receiver.acceptedBySubject).toEqual(positions);
    expect(overlaps).toEqual([]);
    expect(receiver.received.length).toBeGreaterThan(48);
    for (const { id, event } of receiver.received) expect(id).toBe(event.eventid);
    expect(new Set(receiver.accepted.map(({ id }) => id)).size).toBe(48);
  });

  it('make a dead letter of what fails too often; others go on, and it can be sent again under its id', async () => {
    const [poor, other] = await customersOf(service, 2);
    receiver.answering = ({ event }) =>
      event.subject === `customer:${poor}` ? { status: 500, body: `no\0thing${'!'.repeat(5_000)}` } : { status: 200 };
    const { id } = await register();
    const positions = await recordNotes(service, [poor!, other!], 3);
    await untilWebhook(service, id, ({ deadLetters, delivered }) => deadLetters === 3 && delivered === 3);
    expect(receiver.received.length).toBe(3 + 3 * 4);
    expect((await webhookOf(service, id)).lastFailure).toMatchObject({ status: 500, reason: 'answered 500' });

    const page = (query: string) => service.http.get(`/v1/webhooks/${id}/dead-letters?${query}`);
    const first = (await page('limit=2')).body;
    const second = (await page(`limit=2&cursor=${first.next}`)).body;
    const letters = [...first.deadLetters, ...second.deadLetters];
    expect(letters.map(({ position }) => position)).toEqual(positions.get(`customer:${poor}`));
    expect(letters[0]).toMatchObject({ attempts: 4, status: 500, reason: 'answered 500', type: 'NoteAdded' });
    expect(letters[0].answer).toMatch(/^nothing!{1,2000}$/);
    expect(second.next).toBeNull();

    receiver.answering = () => ({ status: 200 });
    receiver.received.length = 0;
    const redelivery = `/v1/webhooks/${id}/dead-letters/${letters[1].deliveryId}/redelivery`;
    expect(await service.http.post(redelivery)).toMatchObject({ status: 202, body: { queued: 1 } });
    await receiver.until(({ received }) => received.length === 1);
    expect(receiver.received[0]!.id).toBe(letters[1].deliveryId);
    await untilWebhook(service, id, ({ deadLetters, pending }) => deadLetters === 2 && pending === 0);
    expect((await service.http.post(redelivery)).status).toBe(404);
    const all = await service.http.post(`/v1/webhooks/${id}/dead-letters/redelivery`);
    expect([all.status, all.body]).toEqual([202, { queued: 2 }]);
    await untilWebhook(
      service,
      id,
      ({ deadLetters, pending, delivered }) => deadLetters + pending === 0 && delivered === 6,
    );
    expect(receiver.received.map(({ id: each }) => each)).toEqual([1, 0, 2].map((n) => letters[n].deliveryId));
  });

  it('410 disables it; nothing is lost until it is resumed', async () => {
    const [customer] = await customersOf(service, 1);
    receiver.answering = () => ({ status: 410 });
    const { id } = await register();
    const positions = await recordNotes(service, [customer!], 2);
    await untilWebhook(service, id, ({ state }) => state === 'disabled');
    expect((await webhookOf(service, id)).stateReason).toBe('answered 410');
    const seen = receiver.received.length;
    const more = await recordNotes(service, [customer!], 1);
    await delay(300);
    expect(receiver.received.length).toBe(seen);
    receiver.answering = () => ({ status: 200 });
    await service.http.post(`/v1/webhooks/${id}/resume`);
    await receiver.until(({ accepted }) => accepted.length === 3);
    const subject = `customer:${customer}`;
    expect(receiver.acceptedBySubject.get(subject)).toEqual([...positions.get(subject)!, ...more.get(subject)!]);
  });

  it('a receiver with too much to do is left alone as long as it asks', async () => {
    const customers = await customersOf(service, 3);
    let refusedAt = 0;
    receiver.answering = () => {
      if (refusedAt > 0) return { status: 200 };
      refusedAt = performance.now();
      return { status: 503, headers: { 'retry-after': '2' } };
    };
    await register();
    const before = receiver.received.length;
    await recordNotes(service, [customers[0]!], 1);
    await receiver.until(({ received }) => received.length === before + 1);
    // What is begun before the answer has come is not held back by it.
    await delay(200);
    await recordNotes(service, customers, 1);
    await receiver.until(({ accepted }) => accepted.length >= 1);
    expect(performance.now() - refusedAt).toBeGreaterThan(1_900);
    await receiver.until(({ accepted }) => accepted.length === 4);
  });

  it('is signed with the old secret, too, once there is a new one', async () => {
    const [customer] = await customersOf(service, 1);
    const { id, secret: old } = await register();
    const { secret } = (await service.http.post(`/v1/webhooks/${id}/secret`)).body;
    const signatures = () => receiver.received.at(-1)?.headers['webhook-signature']?.split(' ').length;
    while (signatures() !== 2) {
      await recordNotes(service, [customer!], 1);
      await delay(20);
    }
    const { body, headers } = receiver.received.at(-1)!;
    for (const each of [old, secret]) expect(new Webhook(each).verify(body, headers)).toBeDefined();
    expect(headers['webhook-signature']!.split(' ')[0]).toBe(
      new Webhook(secret).sign(headers['webhook-id']!, new Date(Number(headers['webhook-timestamp']) * 1_000), body),
    );
  });

  it('sends nothing while it is paused, and everything behind that', async () => {
    const [customer] = await customersOf(service, 1);
    const { id } = await register();
    await service.http.post(`/v1/webhooks/${id}/pause`);
    const notes = await recordNotes(service, [customer!], 1);
    await delay(300);
    const early = receiver.received.length;
    const more = await recordNotes(service, [customer!], 4);
    await delay(300);
    expect(receiver.received.length).toBe(early);
    await service.http.post(`/v1/webhooks/${id}/resume`);
    const subject = `customer:${customer}`;
    await receiver.until(({ accepted }) => accepted.length === 5);
    expect(receiver.acceptedBySubject.get(subject)).toEqual([...notes.get(subject)!, ...more.get(subject)!]);
  });
});

it('a receiver that hangs, or is not there, holds up nobody but the customer, and the reason is kept', async () => {
  const service = await startQuickService(undefined, { timeoutMs: 1_000 });
  const [stuck, other] = await customersOf(service, 2);
  const hanging = await Receiver.start(({ event }) =>
    event.subject === `customer:${stuck}` ? undefined : { status: 200 },
  );
  const { id } = await registerWebhook(service, hanging);
  await recordNotes(service, [stuck!, other!], 2);
  await untilWebhook(service, id, ({ lastFailure }) => lastFailure?.reason === 'no answer within 1 s');
  await untilWebhook(service, id, ({ delivered }) => delivered === 2);
  await hanging.stop();
  await untilWebhook(service, id, ({ deadLetters }) => deadLetters === 2);
  const { body } = await service.http.get(`/v1/webhooks/${id}/dead-letters`);
  const reason = expect.stringMatching(/ECONNREFUSED/);
  expect(body.deadLetters.at(-1)).toMatchObject({ status: null, answer: null, reason });
  const there = await Receiver.start(() => ({ status: 200 }), hanging.port);
  await service.http.post(`/v1/webhooks/${id}/dead-letters/redelivery`);
  await untilWebhook(service, id, ({ delivered }) => delivered === 4);
  await service.stop();
  await there.stop();
});
