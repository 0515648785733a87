import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
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

describe('webhooks of several processes', () => {
  let service: TestService;
  let beside: TestService[];
  let sql: Client;
  let receivers: Receiver[];

  beforeEach(async () => {
    service = await startQuickService(undefined, { queueLimit: 20 });
    sql = new Client({ connectionString: service.databaseUrl });
    await sql.connect();
    beside = [];
    receivers = [];
  });
  afterEach(async () => {
    await sql.end();
    for (const each of beside) await each.stop();
    await service.stop();
    for (const receiver of receivers) await receiver.stop();
  });

  const another = async (): Promise<TestService> => {
    const process = await startQuickService(service, { queueLimit: 20 });
    beside.push(process);
    return process;
  };
  const receiving = async (answering?: Receiver['answering']): Promise<Receiver> => {
    const receiver = await Receiver.start(answering);
    receivers.push(receiver);
    return receiver;
  };
  const owners = async (): Promise<Map<string, number>> => {
    const { rows } = await sql.query<{ owner: string; webhooks: number }>(
      `select owner, count(*)::integer as webhooks from work.lease where name like 'webhook:%' and owner is not null group by owner`,
    );
    return new Map(rows.map(({ owner, webhooks }) => [owner, webhooks]));
  };
  const shares = async (): Promise<number[]> => [...(await owners()).values()].sort();

  it('each is sent to by one of them, and by another when that one goes', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => receiving()));
    for (const receiver of all) await registerWebhook(service, receiver);
    while ((await shares()).join() !== '4') await delay(20);
    const other = await another();
    while ((await shares()).join() !== '2,2') await delay(20);
    const customers = await customersOf(service, 3);
    const positions = await recordNotes(service, customers, 4);
    for (const receiver of all) await receiver.until(({ accepted }) => accepted.length >= 15);
    await delay(200);
    for (const { received } of all) {
      expect(received.length).toBe(15);
      expect(new Set(received.map(({ id }) => id)).size).toBe(15);
    }
    beside.pop();
    await other.stop();
    while ((await shares()).join() !== '4') await delay(20);
    const more = await recordNotes(service, customers, 2);
    for (const receiver of all) {
      await receiver.until(({ accepted }) => accepted.length >= 21);
      for (const [subject, expected] of positions) {
        expect(receiver.acceptedBySubject.get(subject)!.slice(1)).toEqual([...expected, ...more.get(subject)!]);
      }
    }
  });

  it('one whose lease was lost in the middle writes nothing more, and the next one sends under the same id', async () => {
    const [customer] = await customersOf(service, 1);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const receiver = await receiving(async (_, nth) => {
      if (nth === 0) await held;
      return { status: 200 };
    });
    const { id } = await registerWebhook(service, receiver);
    const notes = await recordNotes(service, [customer!], 3);
    await receiver.until(({ received }) => received.length === 1);
    // As if the owner had been paused, and another had got the lease meanwhile.
    await sql.query(`update work.lease set epoch = epoch + 1, owner = null where name = $1`, [`webhook:${id}`]);
    release();
    await receiver.until(({ accepted }) => new Set(accepted.map(({ id: each }) => each)).size === 3);
    await untilWebhook(service, id, ({ pending }) => pending === 0);
    const subject = `customer:${customer}`;
    expect(receiver.acceptedBySubject.get(subject)).toEqual(notes.get(subject));
    expect(receiver.received.filter(({ event }) => event.position === notes.get(subject)![0]).length).toBeGreaterThan(
      1,
    );
    for (const { id: each, event } of receiver.received) expect(each).toBe(event.eventid);
  });

  it('go on when the database was away', async () => {
    const customers = await customersOf(service, 2);
    const receiver = await receiving();
    const { id } = await registerWebhook(service, receiver);
    const before = await recordNotes(service, customers, 2);
    await receiver.until(({ accepted }) => accepted.length > 0);
    await sql.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    const after = await recordNotes(service, customers, 2);
    await untilWebhook(service, id, ({ pending, lag }) => pending === 0 && lag === '0');
    for (const [subject, expected] of before) {
      expect(receiver.acceptedBySubject.get(subject)).toEqual([...expected, ...after.get(subject)!]);
    }
  });

  it('load what waits piece by piece, in order, when it is more than they may hold', async () => {
    const customers = await customersOf(service, 3);
    let away = true;
    const receiver = await receiving(() => (away ? { status: 500 } : { status: 200 }));
    const { id } = await registerWebhook(service, receiver);
    await recordNotes(service, customers, 25);
    await untilWebhook(service, id, ({ deadLetters }) => deadLetters === 75);
    receiver.received.length = 0;
    away = false;
    expect((await service.http.post(`/v1/webhooks/${id}/dead-letters/redelivery`)).body).toEqual({ queued: 75 });
    const last = await recordNotes(service, customers, 1);
    await untilWebhook(service, id, ({ pending, lag }) => pending === 0 && lag === '0');
    expect(receiver.accepted.length).toBe(78);
    for (const [subject, [position]] of last) {
      const accepted = receiver.acceptedBySubject.get(subject)!;
      expect(accepted.at(-1)).toBe(position);
      expect(accepted).toEqual([...accepted].sort((a, b) => Number(a) - Number(b)));
    }
  });
});

it('a webhook queues no more than it may while its receiver is away, then catches up in order', async () => {
  const patient = { pausesMs: Array.from({ length: 10_000 }, () => 100), jitter: 0 };
  const service = await startQuickService(undefined, { queueLimit: 20, schedule: patient });
  const customers = await customersOf(service, 5);
  let away = true;
  const receiver = await Receiver.start(() => ({ status: away ? 500 : 200 }));
  const from = String(await service.ledger.store.head());
  const positions = await recordNotes(service, customers, 30);
  const { id } = await registerWebhook(service, receiver, { from });
  await untilWebhook(service, id, ({ pending }) => pending >= 20);
  await delay(200);
  const { pending, lag } = await webhookOf(service, id);
  // The log is read in batches of no more than that, so that one of them may come on top.
  expect(pending).toBeLessThan(2 * 20);
  expect(Number(lag) + pending).toBe(150);
  away = false;
  await untilWebhook(service, id, ({ delivered }) => delivered === 150);
  expect(receiver.acceptedBySubject).toEqual(positions);
  await service.stop();
  await receiver.stop();
});
