import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestService, startService } from './service.js';

describe('limits of the service', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  it.each([
    ['DELETE', '/v1/customers', 'GET, HEAD, POST'],
    ['PUT', '/v1/customers/0198f3a0-0000-7000-8000-000000000000/calls', 'POST'],
    ['POST', '/health/live', 'GET, HEAD'],
  ])('%s %s is not a method of that address, and the answer says which are', async (method, path, allow) => {
    const answer = await fetch(service.url + path, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'method-not-allowed', instance: path });
  });

  it('an address that there is not stays unknown, whatever the method', async () => {
    for (const method of ['GET', 'DELETE']) {
      expect((await fetch(`${service.url}/v1/nothing`, { method })).status).toBe(404);
    }
  });

  it('one address may have so many streams of lines open, and one more when one has ended', async () => {
    const open = await Promise.all(Array.from({ length: 32 }, () => openStream()));
    const refused = await openStream();
    expect([refused.answer.statusCode, refused.answer.headers['retry-after']]).toEqual([429, '5']);
    expect(await textOf(refused.answer)).toContain('too-many-requests');

    const [first, ...others] = open;
    first!.sending.end();
    await textOf(first!.answer);
    let again = await openStream();
    // The place is free when the service has seen that its answer is out.
    while (again.answer.statusCode === 429) again = await openStream();
    expect(again.answer.statusCode).toBe(200);
    for (const { sending } of [...others, again]) sending.destroy();
  });

  async function openStream(): Promise<{ sending: ClientRequest; answer: IncomingMessage }> {
    const headers = { 'content-type': 'application/x-ndjson' };
    const sending = request(`${service.url}/v1/events`, { method: 'POST', headers, agent: false });
    sending.on('error', () => undefined);
    sending.write('{}\n');
    const [answer] = (await once(sending, 'response')) as [IncomingMessage];
    answer.on('error', () => undefined);
    return { sending, answer };
  }

  async function textOf(answer: IncomingMessage): Promise<string> {
    let text = '';
    for await (const part of answer) text += String(part);
    return text;
  }
});
