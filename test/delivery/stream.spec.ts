import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type TestService, startService } from '../e2e/service.js';
import { StreamReader, answerOf } from './support/stream-reader.js';

describe('GET /v1/stream', () => {
  let service: TestService;
  let readers: { close(): void }[];

  const open = async (query = '', lastEventId?: string, url = service.url): Promise<StreamReader> => {
    const reader = await StreamReader.open(url, query, lastEventId);
    readers.push(reader);
    return reader;
  };
  const head = async (): Promise<string> => String(await service.ledger.store.head());
  const call = (id: string) => service.record(id, 'calls', { direction: 'inbound' });
  const note = (id: string, text = 'a note') => service.record(id, 'notes', { text });

  beforeAll(async () => {
    service = await startService();
    readers = [];
  });
  afterEach(() => readers.splice(0).forEach((reader) => reader.close()));
  afterAll(() => service.stop());

  it('tells what is recorded from now on, each event as a CloudEvent that comes in as the fact it is', async () => {
    await service.customer();
    const reader = await open();
    const start = await head();
    await reader.until(({ text }) => text.includes('id:'));
    const id = await service.customer();
    const said = { direction: 'inbound', correlationId: 'c-9', actor: { id: 'ann', kind: 'person', role: 'agent' } };
    const { eventIds, position } = await service.record(id, 'calls', said);
    await reader.until(({ messages }) => messages.length === 2);
    expect(reader.retryMs).toBeGreaterThan(0);
    expect(reader.positions).toEqual([String(BigInt(start) + 1n), position]);
    const { event } = reader.messages[1]!;
    expect(event).toMatchObject({
      specversion: '1.0',
      type: 'CallLogged',
      subject: `customer:${id}`,
      data: { direction: 'inbound' },
      actor: 'person:ann',
      actorrole: 'agent',
      correlationid: 'c-9',
      eventid: eventIds[0],
      streamrevision: 1,
      position,
    });
    const again = await service.http
      .post('/v1/events')
      .type('application/cloudevents+json')
      .send(JSON.stringify(event));
    expect([again.status, again.headers['idempotency-replayed'], again.body.eventIds]).toEqual([201, 'true', eventIds]);
    expect(await head()).toBe(position);
  });

  it('begins at the start, behind a position, or where the reader was', async () => {
    const id = await service.customer();
    for (let n = 0; n < 3; n += 1) await note(id);
    const all = await service.ledger.store.head();
    const positions = Array.from({ length: Number(all) }, (_, n) => String(n + 1));
    const last = positions.at(-1)!;
    const whole = await open('from=start');
    await whole.until(({ lastEventId }) => lastEventId === last);
    expect(whole.positions).toEqual(positions);
    for (const [query, header] of [
      ['from=2', undefined],
      ['from=start&after=2', undefined],
      ['after=1&lastEventId=2', undefined],
      ['from=start&after=1', '2'],
    ] as const) {
      const reader = await open(query, header);
      await reader.until(({ lastEventId }) => lastEventId === last);
      expect([query, reader.positions]).toEqual([query, positions.slice(2)]);
    }
  });

  it('tells of some types, or of one customer, and passes over the rest', async () => {
    const [one, other] = [await service.customer(), await service.customer()];
    const start = await head();
    const calls = await open(`type=CallLogged,%20EmailLogged&after=${start}`);
    const own = await open(`customer=${one.toUpperCase()}&from=start`);
    const ownCalls = await open(`customer=${one}&type=CallLogged`);
    await ownCalls.until(({ text }) => text.includes('id:'));
    await note(other);
    await call(other);
    await note(one);
    const last = await call(one);
    for (const reader of [calls, own, ownCalls]) await reader.until(({ lastEventId }) => lastEventId === last.position);
    expect(calls.messages.map(({ event }) => event.subject)).toEqual([`customer:${other}`, `customer:${one}`]);
    expect(own.messages.map(({ event }) => event.type)).toEqual(['CustomerRegistered', 'NoteAdded', 'CallLogged']);
    expect(ownCalls.positions).toEqual([last.position]);
  });

  it.each([
    ['from=yesterday', 'from', 'format'],
    ['from=99999999', 'from', 'maximum'],
    ['after=x', 'after', 'format'],
    ['lastEventId=99999999', 'lastEventId', 'maximum'],
    ['type=CallLogged,Nonsense', 'type', 'known-type'],
    ['type=RedeemPoints', 'type', 'known-type'],
    ['customer=ada', 'customer', 'uuid'],
    ['customer=00000000-0000-4000-8000-000000000000', 'customer', 'known-customer'],
    ['types=CallLogged', 'types', 'unknown-field'],
  ])('refuses %s by naming the field', async (query, field, rule) => {
    const { status, body } = await service.http.get(`/v1/stream?${query}`);
    expect([status, body.code]).toEqual([400, 'validation-failed']);
    expect(body.errors).toEqual([expect.objectContaining({ field, rule })]);
  });

  it('refuses a Last-Event-ID that is no position', async () => {
    const { status, body } = await service.http.get('/v1/stream').set('Last-Event-ID', 'abc');
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ field: 'Last-Event-ID' })]]);
  });

  it('answers HEAD without beginning', async () => {
    const { status, headers } = await service.http.head('/v1/stream?from=start');
    expect([status, headers['content-type']]).toEqual([200, expect.stringContaining('text/event-stream')]);
  });

  it('goes on behind the last event without gap or repetition when the service was started again', async () => {
    const id = await service.customer();
    const start = await head();
    let recording = true;
    const recorded = (async () => {
      const positions: string[] = [];
      while (recording) positions.push((await note(id)).position);
      return positions;
    })();
    const heard: string[] = [];
    let lastEventId = start;
    for (let turn = 0; turn < 4; turn += 1) {
      const process = await startService(service);
      const reader = await open('from=start', lastEventId, process.url);
      await reader.until(({ messages }) => messages.length >= 5);
      await process.stop();
      while (!reader.ended) await delay(5);
      heard.push(...reader.positions);
      lastEventId = reader.lastEventId;
    }
    recording = false;
    const positions = await recorded;
    const reader = await open('', lastEventId);
    await reader.until((each) => each.lastEventId === positions.at(-1));
    expect([...heard, ...reader.positions]).toEqual(positions);
  });

  it('rides out a lost connection to the database', async () => {
    const id = await service.customer();
    const reader = await open();
    await reader.until(({ text }) => text.includes('id:'));
    const sql = new Client({ connectionString: service.databaseUrl });
    await sql.connect();
    const { position: before } = await note(id);
    await sql.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    await sql.end();
    const { position: after } = await note(id);
    await reader.until(({ messages }) => messages.length === 2);
    expect(reader.positions).toEqual([before, after]);
  });

  it('keeps little for a reader who does not read, and reads on when he does', async () => {
    const id = await service.customer();
    const start = await head();
    const text = 'x'.repeat(15_000);
    const customerEvents = Array.from({ length: 1_500 }, (_, n) => ({
      specversion: '1.0',
      id: `slow-${n}`,
      source: 'urn:slow',
      type: 'NoteAdded',
      subject: `customer:${id}`,
      data: { text: text + n },
    }));
    for (let n = 0; n < customerEvents.length; n += 250) {
      const batch = customerEvents.slice(n, n + 250);
      const sent = service.http.post('/v1/events').type('application/cloudevents-batch+json');
      expect((await sent.send(JSON.stringify(batch))).body.stored).toBe(batch.length);
    }
    let handedOut = 0;
    const { codec } = service.ledger;
    const decode = codec.decode.bind(codec);
    codec.decode = (stored) => {
      if (stored.type === 'NoteAdded') handedOut += stored.data.length;
      return decode(stored);
    };
    const slow = await answerOf(`${service.url}/v1/stream?after=${start}`);
    slow.pause();
    let before = -1;
    while (handedOut !== before) {
      before = handedOut;
      await delay(500);
    }
    // All of it is some 22 MB: what is not in the buffers of the sockets has not been read.
    expect(handedOut).toBeGreaterThan(0);
    expect(handedOut).toBeLessThan(15_000_000);
    let received = 0;
    slow.on('data', (piece: Buffer) => (received += piece.length));
    slow.resume();
    while (received < 22_000_000) await delay(20);
    slow.destroy();
    codec.decode = decode;
  });

  it('has places for so many readers from one address, and gives a place back when one leaves', async () => {
    const statuses: number[] = [];
    while (!(await service.http.get('/metrics')).text.includes('rapport_event_streams_open 0')) await delay(10);
    for (;;) {
      const response = await answerOf(`${service.url}/v1/stream`);
      statuses.push(response.statusCode!);
      if (response.statusCode !== 200) {
        expect(response.headers['content-type']).toContain('application/problem+json');
        expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
        response.destroy();
        break;
      }
      readers.push({ close: () => response.destroy() });
      expect(statuses.length).toBeLessThan(200);
    }
    expect(statuses.at(-1)).toBe(429);
    expect((await service.http.get('/metrics')).text).toContain(`rapport_event_streams_open ${statuses.length - 1}`);
    readers.pop()!.close();
    let status = 429;
    while (status === 429) {
      const response = await answerOf(`${service.url}/v1/stream`);
      status = response.statusCode!;
      readers.push({ close: () => response.destroy() });
    }
    expect(status).toBe(200);
  });
});

it('a service that is stopped ends the streams of those who read, and does not wait for those who do not', async () => {
  const service = await startService();
  const id = await service.customer();
  for (let n = 0; n < 400; n += 1) await service.record(id, 'notes', { text: 'x'.repeat(19_000) });
  const reading = await StreamReader.open(service.url, 'from=now');
  const stalled = await answerOf(`${service.url}/v1/stream?from=start`);
  stalled.pause();
  stalled.on('error', () => undefined);
  await reading.until(({ text }) => text.includes('id:'));
  await service.stop();
  while (!reading.ended) await delay(5);
  expect(reading.response.complete).toBe(true);
  stalled.destroy();
});
