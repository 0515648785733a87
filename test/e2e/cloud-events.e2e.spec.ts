import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestService, startService } from './service.js';

interface LineAnswer {
  line: number;
  status: string;
  errors?: { field: string; rule: string }[];
}

describe('CloudEvents', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  const event = (id: string, more: object = {}) => ({
    specversion: '1.0',
    id,
    source: 'urn:till',
    type: 'PurchaseRecorded',
    subject: 'card-1',
    time: '2024-05-01T10:00:00Z',
    data: { total: { amount: 100, currency: 'EUR' } },
    ...more,
  });

  const count = async (type: string): Promise<number> => {
    await service.ledger.projections.catchUp();
    const { body } = await service.http.get('/v1/stats');
    return body.events[type] ?? 0;
  };

  it('records one, and answers the same fact again as the first time', async () => {
    const send = () =>
      service.http
        .post('/v1/events')
        .type('application/cloudevents+json')
        .send(JSON.stringify(event('one')));
    const first = await send();
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      eventIds: [expect.any(String), expect.any(String)],
      revision: expect.any(Number),
    });
    const again = await send();
    expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([201, first.body, 'true']);

    const other = await service.http.post('/v1/events').send(event('one', { time: '2024-05-02T10:00:00Z' }));
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-conflict']);
  });

  it('keeps source, actor, correlation and causation with the event', async () => {
    await service.http
      .post('/v1/events')
      .send(event('traced', { subject: 'card-2', actor: 'person:ann', correlationid: 'c-1', causationid: 'e-0' }))
      .expect(201);
    const [customer] = (await service.http.get('/v1/customers?reference=urn:till%23card-2')).body.customers;
    const id =
      customer?.id ??
      (
        await service.http
          .post('/v1/events')
          .send(event('traced', { subject: 'card-2', actor: 'person:ann', correlationid: 'c-1', causationid: 'e-0' }))
      ).body.customerId;
    const { body } = await service.http.get(`/v1/customers/${id}/history`);
    expect(body.events[0]).toMatchObject({
      source: 'urn:till',
      sourceId: 'traced',
      subject: 'card-2',
      actor: { id: 'ann', kind: 'person' },
      correlationId: 'c-1',
      causationId: 'e-0',
      schemaVersion: 1,
    });
  });

  it('records a batch item by item, good ones beside bad ones', async () => {
    const before = await count('PurchaseRecorded');
    const { status, body } = await service.http
      .post('/v1/events')
      .type('application/cloudevents-batch+json')
      .send(
        JSON.stringify([
          event('b-1'),
          event('b-2', { type: 'Bought' }),
          event('b-3', { data: { total: { amount: -1, currency: 'EUR' } } }),
          event('b-1'),
          event('b-4', { time: '2024-02-30T00:00:00Z' }),
          'no event',
          event('b-5', {
            type: 'PurchaseReturned',
            data: { purchaseId: 'never', total: { amount: 1, currency: 'EUR' } },
          }),
          event('b-6'),
        ]),
      );
    expect(status).toBe(200);
    expect(body).toMatchObject({ stored: 2, duplicates: 1, rejected: 5 });
    expect(body.items.map((item: { status: string }) => item.status)).toEqual([
      'stored',
      'rejected',
      'rejected',
      'duplicate',
      'rejected',
      'rejected',
      'rejected',
      'stored',
    ]);
    const rules = body.items.map((item: LineAnswer) => item.errors?.map(({ field, rule }) => `${field}:${rule}`));
    expect(rules[1]).toEqual(['type:known-type']);
    expect(rules[2]).toEqual(['data.total.amount:minimum']);
    expect(rules[4]).toEqual(['time:format']);
    expect(rules[6]).toEqual(['purchaseId:known-purchase']);
    expect(await count('PurchaseRecorded')).toBe(before + 2);
  });

  it('records a stream of lines as they come, and answers each', async () => {
    const before = await count('PurchaseRecorded');
    const answers = await stream(function* () {
      for (let number = 0; number < 2_500; number += 1) yield `${JSON.stringify(event(`s-${number}`))}\n`;
      yield '{"specversion":\n\n';
      yield Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}\n')]);
      yield JSON.stringify(event('s-last'));
    });
    expect(answers).toHaveLength(2_503);
    expect(answers.filter(({ status }) => status === 'stored')).toHaveLength(2_501);
    const rejected = answers.filter(({ status }) => status === 'rejected');
    expect(rejected.map(({ line }) => line)).toEqual([2_501, 2_503]);
    expect(rejected[0]!.errors).toEqual([expect.objectContaining({ rule: 'json' })]);
    expect(await count('PurchaseRecorded')).toBe(before + 2_501);
  });

  it('takes a line of 100 MB for what it is, and goes on behind it', async () => {
    const before = process.memoryUsage().rss;
    let peak = before;
    const block = 'x'.repeat(1_048_576);
    const answers = await stream(function* () {
      yield `${JSON.stringify(event('l-1'))}\n`;
      for (let megabyte = 0; megabyte < 100; megabyte += 1) {
        peak = Math.max(peak, process.memoryUsage().rss);
        yield block;
      }
      yield `\n${JSON.stringify(event('l-2'))}\n`;
    });
    expect(answers.map(({ line, status }) => [line, status])).toEqual([
      [1, 'stored'],
      [2, 'rejected'],
      [3, 'stored'],
    ]);
    expect(answers[1]!.errors).toEqual([expect.objectContaining({ rule: expect.stringMatching(/length|size|long/i) })]);
    expect(peak - before).toBeLessThan(90 * 1_048_576);
  });

  it.each([
    ['application/cloudevents+json', '{"specversion":', 400],
    ['application/cloudevents-batch+json', '{}', 400],
    ['application/cloudevents-batch+json', '[', 400],
    ['application/xml', '<event/>', 415],
    ['application/cloudevents+json', JSON.stringify({ ...event('x'), colour: 'red' }), 400],
  ])('refuses %s with %s', async (type, body, status) => {
    const answer = await service.http.post('/v1/events').type(type).send(body);
    expect([answer.status, answer.body.status]).toEqual([status, status]);
  });

  /** Sends chunks over one connection with the pace of the receiver, and reads the answer's lines. */
  async function stream(chunks: () => Iterable<string | Buffer>): Promise<LineAnswer[]> {
    const sending = httpRequest(`${service.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
    });
    const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
    const text = answered.then(async ([response]) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part as Buffer);
      return Buffer.concat(parts).toString('utf8');
    });
    for (const chunk of chunks()) {
      if (!sending.write(chunk)) await once(sending, 'drain');
    }
    sending.end();
    return (await text)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LineAnswer);
  }
});
