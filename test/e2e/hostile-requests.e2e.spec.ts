import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestService, startService } from './service.js';

describe('hostile and broken requests', () => {
  let service: TestService;
  let notes: string;
  beforeAll(async () => {
    service = await startService();
    notes = `/v1/customers/${await service.customer()}/notes`;
  });
  afterAll(async () => {
    expect((await service.http.get('/health/live')).status).toBe(200);
    await service.stop();
  });

  const post = (path: string, type: string, body: string) => service.http.post(path).type(type).send(body);
  const problem = (status: number, code: string) => ({
    status,
    type: 'application/problem+json',
    body: expect.objectContaining({ code }),
  });

  it.each(['application/x-ndjson', 'application/x-www-form-urlencoded', 'text/plain', 'application/cloudevents+json'])(
    'commands are not taken as %s',
    async (type) => {
      expect(await post(notes, type, '{"text":"a"}')).toMatchObject(problem(415, 'unsupported-content-type'));
      expect(await post('/v1/customers', type, '{"name":"a"}')).toMatchObject(problem(415, 'unsupported-content-type'));
    },
  );

  it('compressed bodies are refused by name', async () => {
    const answer = await service.http
      .post(notes)
      .set({ 'content-type': 'application/json', 'content-encoding': 'gzip' })
      .serialize(() => gzipSync('{"text":"a"}') as unknown as string)
      .send({});
    expect(answer).toMatchObject(problem(415, 'unsupported-content-type'));
    expect(answer.body.detail).toContain('gzip');
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'the field %s is an unknown one, over every way in',
    async (name) => {
      const refused = expect.objectContaining({ rule: 'unknown-field', field: expect.stringContaining(name) });
      const typed = await post(notes, 'application/json', `{"text":"a","${name}":1}`);
      expect([typed.status, typed.body.errors]).toEqual([400, [refused]]);
      const event = `{"specversion":"1.0","id":"1","source":"urn:x","type":"NoteAdded","subject":"s","data":{"text":"a","${name}":1}}`;
      const single = await post('/v1/events', 'application/cloudevents+json', event);
      expect([single.status, single.body.errors]).toEqual([400, [refused]]);
      const lines = await post('/v1/events', 'application/x-ndjson', event);
      expect(JSON.parse(lines.text)).toMatchObject({ status: 'rejected', errors: [refused] });
      const query = await service.http.get(`/v1/customers?${name}=1`);
      expect([query.status, query.body.errors]).toEqual([400, [refused]]);
    },
  );

  it('attributes keep the names that their source gave them, but for those that mean something to programs', async () => {
    const id = await service.customer();
    const details = (attributes: string) =>
      post(`/v1/customers/${id}/details`, 'application/json', `{"attributes":${attributes}}`);
    const { body } = await details('{"toString":"a"}').expect(201);
    const customer = await service.http.get(`/v1/customers/${id}?minPosition=${body.position}`);
    expect(customer.text).toContain('"attributes":{"toString":"a"}');
    expect(await details('{"constructor":"Eiffel"}')).toMatchObject(problem(400, 'validation-failed'));
  });

  it.each([
    ['a list', '['.repeat(300_000) + ']'.repeat(300_000)],
    ['an object', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ])('%s nested without end is refused, and what comes after it is not lost', async (_, deep) => {
    const typed = await post(notes, 'application/json', `{"text":${deep}}`);
    expect(typed).toMatchObject(problem(400, 'validation-failed'));
    const event = (id: string, text: string) =>
      `{"specversion":"1.0","id":"${id}","source":"urn:deep","type":"NoteAdded","subject":"s","data":{"text":${text}}}`;
    const lines = await post('/v1/events', 'application/x-ndjson', `${event('1', deep)}\n${event('2', '"ok"')}\n`);
    const answers = lines.text.trim().split('\n');
    expect(answers.map((line) => (JSON.parse(line) as { status: string }).status)).toEqual([
      'rejected',
      expect.stringMatching(/stored|duplicate/),
    ]);
  });

  it('text that is not UTF-8 is refused, not mended', async () => {
    const answer = await service.http
      .post(notes)
      .type('application/json')
      .serialize(() => Buffer.from('{"text":"caf\xe9"}', 'latin1') as unknown as string)
      .send({});
    expect([answer.status, answer.body.errors]).toEqual([400, [expect.objectContaining({ rule: 'encoding' })]]);
  });

  it.each(['/v1/customers/%FF', `/v1/customers/${'a'.repeat(5_000)}`, '/%'])(
    'the address %# that the router cannot read gets a problem document',
    async (path) => {
      const answer = await service.http.get(path);
      expect([400, 414]).toContain(answer.status);
      expect(answer.type).toBe('application/problem+json');
      expect(answer.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it.each(['{"after":"x"}', '{"after":1.5}', '{"after":1e300}', '{"revision":"x"}'])(
    'the forged cursor %s is refused',
    async (text) => {
      const cursor = Buffer.from(text).toString('base64url');
      for (const path of ['/v1/customers', notes.replace('notes', 'history')]) {
        expect(await service.http.get(`${path}?cursor=${cursor}`)).toMatchObject(problem(400, 'validation-failed'));
      }
    },
  );

  it.each([
    ['is no HTTP', 'GARBAGE\r\n\r\n', 400],
    ['has too large a head', `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ])('what %s gets a problem document', async (_, request, status) => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () => socket.write(request));
      let text = '';
      socket.on('data', (data) => (text += data.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toContain('application/problem+json');
  });
});
