import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { Client } from 'pg';
import type { Job } from '#jobs';
import { type TestService, startService } from './service.js';

const MAPPING = `
source: urn:spec:shop
format: csv
separator: semicolon
events:
  - type: PurchaseRecorded
    id: "{order}"
    subject: "{customer}"
    time: { column: date, format: DD.MM.YYYY }
    data:
      purchaseId: { column: order }
      total: { column: total, as: money, currency: EUR, decimal: "," }
`;

function orders(rows: number, prefix: string): string {
  const lines = Array.from({ length: rows }, (_, n) => `${prefix}-${n};c-${n % 50};03.01.2026;${n % 90},50`);
  return `order;customer;date;total\n${lines.join('\n')}\n`;
}

describe('imports over HTTP', () => {
  let service: TestService;
  let sql: Client;
  let mapping: string;
  beforeAll(async () => {
    service = await startService(undefined, { isScheduled: true });
    sql = new Client({ connectionString: service.databaseUrl });
    await sql.connect();
    const kept = await service.http.post('/v1/mappings').type('application/yaml').send(MAPPING);
    expect(kept.status).toBe(201);
    mapping = kept.body.id;
    expect(kept.headers['location']).toBe(`/v1/mappings/${mapping}`);
  });
  afterAll(async () => {
    await sql.end();
    await service.stop();
  });

  const send = (body: string | Buffer, query = `mapping=${mapping}`, type = 'text/csv') =>
    service.http.post(`/v1/imports?${query}`).type(type).send(body);

  /** The events of the stream, to its end. */
  async function watch(url: string, headers: Record<string, string> = {}): Promise<Job[]> {
    const answer = await fetch(service.url + url, { headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    const messages: EventSourceMessage[] = [];
    const parser = createParser({ onEvent: (message) => void messages.push(message) });
    const decoder = new TextDecoder();
    for await (const part of answer.body!) parser.feed(decoder.decode(part as Uint8Array, { stream: true }));
    expect(new Set(messages.map(({ event }) => event))).toEqual(new Set(['job']));
    return messages.map(({ data, id }) => {
      const job = JSON.parse(data) as Job;
      expect(String(job.revision)).toBe(id);
      return job;
    });
  }

  async function ended(id: string): Promise<Job> {
    return (await watch(`/v1/jobs/${id}/events`)).at(-1)!;
  }

  async function kept(table: 'upload' | 'upload_chunk'): Promise<number> {
    return Number((await sql.query(`select count(*) as count from work.${table}`)).rows[0].count);
  }

  it('are taken in, run, and say what they came to', async () => {
    const answer = await send(orders(500, 'A'));
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ kind: 'import', parameters: { mapping, filename: 'upload', source: null } });
    expect(answer.headers['location']).toBe(`/v1/jobs/${answer.body.id}`);
    const job = await ended(answer.body.id);
    expect(job).toMatchObject({
      status: 'done',
      error: null,
      result: { read: 500, stored: 500, duplicates: 0, rejected: 0 },
      progress: { unit: 'bytes', done: job.progress!.total },
    });
    expect((await service.http.get(answer.headers['location']!)).body).toEqual(job);
    expect([await kept('upload'), await kept('upload_chunk')]).toEqual([0, 0]);

    const again = await ended((await send(orders(500, 'A'))).body.id);
    expect(again.result).toMatchObject({ read: 500, stored: 0, duplicates: 500 });
  });

  it('may be gzipped, whatever they are declared as, and larger than one chunk', async () => {
    const body = gzipSync(Buffer.from(orders(2_000, 'G')), { level: 0 });
    const { body: job } = await send(body, `mapping=${mapping}&filename=orders.csv.gz`, 'application/gzip');
    expect(await ended(job.id)).toMatchObject({ result: { read: 2_000, stored: 2_000 } });
  });

  it('show the rows that were not taken, and why', async () => {
    const { body: job } = await send('order;customer;date;total\nR-1;c;30.02.2026;8,00\nR-2;c;03.01.2026;1,00\n');
    expect((await ended(job.id)).result).toMatchObject({ read: 2, stored: 1, rejected: 1 });
    const { status, headers, text } = await service.http.get(`/v1/jobs/${job.id}/rejects`).buffer(true);
    expect([status, headers['content-type']]).toEqual([200, 'application/x-ndjson']);
    const rejects = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { row: number });
    expect(rejects).toMatchObject([{ file: 'upload', row: 2, raw: 'R-1;c;30.02.2026;8,00' }]);
  });

  it('take CloudEvents without a mapping, and presets by name', async () => {
    const event = { specversion: '1.0', id: 't-1', source: 'urn:desk', type: 'CallLogged', subject: 'c' };
    const line = JSON.stringify({ ...event, time: '2026-03-02T08:15:00Z', data: { direction: 'inbound' } });
    const { body: events } = await send(line, '', 'application/x-ndjson');
    expect((await ended(events.id)).result).toMatchObject({ stored: 1 });
    const cdnow = ' customer    date  cds  dollars\n 00001 19970101 1   11.77\n';
    const { body: preset } = await send(cdnow, 'mapping=cdnow&source=urn:cds', 'text/plain');
    expect(await ended(preset.id)).toMatchObject({ parameters: { source: 'urn:cds' }, result: { stored: 1 } });
  });

  it('fail with the reason when the mapping does not fit, and keep the file for a while', async () => {
    const { body: job } = await send('a;b\n1;2\n');
    expect(await ended(job.id)).toMatchObject({ status: 'failed', error: { code: 'mapping-invalid' } });
    expect(await kept('upload')).toBe(1);
    await sql.query('delete from work.upload');
  });

  it('never reach for files of this machine', async () => {
    const joining = `${MAPPING}join:\n  people: { key: customer, file: passwd }\n`;
    const { body } = await service.http.post('/v1/mappings').type('application/yaml').send(joining);
    const job = await ended((await send(orders(1, 'J'), `mapping=${body.id}&filename=x`)).body.id);
    expect(job).toMatchObject({ status: 'failed', error: { code: 'mapping-invalid' } });
    for (const name of ['/etc/passwd', '../x.mjs', 'x.mjs', 'x.yaml']) {
      const { status, body: problem } = await send('x', `mapping=${encodeURIComponent(name)}`);
      expect([status, problem.errors[0].rule]).toEqual([400, 'known-mapping']);
    }
    expect((await send('x', `mapping=cdnow&filename=${encodeURIComponent('../etc/x')}`)).status).toBe(400);
    await sql.query('delete from work.upload');
  });

  it('are made once for one Idempotency-Key', async () => {
    const key = 'monday';
    const first = await send(orders(3, 'K')).set('Idempotency-Key', key);
    const second = await send(orders(3, 'K')).set('Idempotency-Key', key);
    expect([first.status, second.status, second.body.id]).toEqual([202, 202, first.body.id]);
    expect(second.headers['idempotency-replayed']).toBe('true');
    const other = await send(orders(4, 'K')).set('Idempotency-Key', key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-conflict']);
    await ended(first.body.id);
    expect(await kept('upload')).toBe(0);
  });

  it('that break off leave nothing behind', async () => {
    const jobs = async () => (await sql.query('select count(*)::integer as count from work.job')).rows[0].count;
    const before = await jobs();
    const outgoing = httpRequest(`${service.url}/v1/imports?mapping=cdnow`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', 'content-length': String(8 * 1_048_576) },
    });
    outgoing.on('error', () => undefined);
    outgoing.write(Buffer.alloc(3 * 1_048_576, 'x'));
    const receiving = `select 1 from pg_stat_activity where application_name = 'rapport-work' and state = 'idle in transaction'`;
    while ((await sql.query(receiving)).rowCount === 0) await delay(10);
    outgoing.destroy();
    while ((await sql.query(receiving)).rowCount !== 0) await delay(10);
    expect([await jobs(), await kept('upload'), await kept('upload_chunk')]).toEqual([before, 0, 0]);
  });

  it('are refused when they say that they are too large, before they are read', async () => {
    const outgoing = httpRequest(`${service.url}/v1/imports?mapping=cdnow`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', 'content-length': String(2 ** 31) },
    });
    outgoing.on('error', () => undefined);
    outgoing.flushHeaders();
    const [answer] = await once(outgoing, 'response');
    expect(answer.statusCode).toBe(413);
    outgoing.destroy();
  });

  it('are taken from no web page that has not been allowed to', async () => {
    const fromPage = await send('x', 'mapping=cdnow', 'text/plain').set('Origin', 'https://elsewhere.example');
    expect(fromPage.status).toBe(415);
    expect((await send('{}', 'mapping=cdnow', 'application/json')).status).toBe(415);
    expect((await service.http.post('/v1/imports?mapping=cdnow')).status).toBe(415);
    expect((await service.http.post('/v1/events').type('text/csv').send('x')).status).toBe(415);
  });

  it('refuse mappings that cannot be used, and endless ones', async () => {
    const keep = (yaml: string) => service.http.post('/v1/mappings').type('application/yaml').send(yaml);
    expect((await keep('events: 3')).body).toMatchObject({ status: 422, code: 'mapping-invalid' });
    const laughs = Array.from(
      { length: 9 },
      (_, n) => `a${n + 1}: &a${n + 1} [${'*a0,'.replace('0', String(n)).repeat(9)}]`,
    );
    expect((await keep(`a0: &a0 [x]\n${laughs.join('\n')}\n`)).body).toMatchObject({
      status: 422,
      code: 'mapping-invalid',
    });
    expect((await service.http.get(`/v1/mappings/${mapping}`).buffer(true)).text).toBe(MAPPING);
    expect((await service.http.get('/v1/mappings/no')).status).toBe(404);
  });

  it('are listed, the newest first, page by page', async () => {
    const { body: all } = await service.http.get('/v1/jobs?kind=import&limit=500');
    expect(all.next).toBeNull();
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: { body: { jobs: Job[]; next: string | null } } = await service.http.get(
        `/v1/jobs?kind=import&limit=3${cursor && `&cursor=${cursor}`}`,
      );
      ids.push(...body.jobs.map(({ id }) => id));
      cursor = body.next;
    }
    expect(ids).toEqual(all.jobs.map(({ id }: Job) => id));
    const { body: failed } = await service.http.get('/v1/jobs?status=failed');
    expect(new Set(failed.jobs.map(({ status }: Job) => status))).toEqual(new Set(['failed']));
    for (const query of ['status=gone', 'limit=0', 'cursor=x', 'unknown=1']) {
      expect([query, (await service.http.get(`/v1/jobs?${query}`)).status]).toEqual([query, 400]);
    }
  });

  it('can be cancelled, and what was stored stays', async () => {
    const { body: job } = await send(orders(40_000, 'C'));
    const seen = watch(`/v1/jobs/${job.id}`, { accept: 'text/event-stream' });
    for (;;) {
      const { body } = await service.http.get(`/v1/jobs/${job.id}`);
      if (body.progress?.done > 0) break;
      await delay(10);
    }
    const cancelled = await service.http.post(`/v1/jobs/${job.id}/cancellation`).send({ reason: 'the wrong file' });
    expect(cancelled.status).toBe(202);
    const last = (await seen).at(-1)!;
    expect(last).toMatchObject({ status: 'cancelled', result: null, error: { message: 'the wrong file' } });
    expect(await kept('upload')).toBe(0);
    const again = await service.http.post(`/v1/jobs/${job.id}/cancellation`);
    expect([again.status, again.body.status]).toEqual([202, 'cancelled']);
  });

  it('answer for jobs that are not there', async () => {
    for (const path of ['', '/events', '/rejects']) {
      const { status, body } = await service.http.get(`/v1/jobs/0198c2a0-0000-7000-8000-000000000001${path}`);
      expect([path, status, body.code]).toEqual([path, 404, 'not-found']);
    }
    expect((await service.http.get('/v1/jobs/x')).status).toBe(404);
  });

  it('are made by the service itself where they are due', async () => {
    for (const kind of ['loyalty-booking', 'job-pruning']) {
      const { body } = await service.http.get(`/v1/jobs?kind=${kind}`);
      expect(body.jobs).toHaveLength(1);
      expect(await ended(body.jobs[0].id)).toMatchObject({ status: 'done' });
    }
  });
});
