import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { signedHeaders } from './signed-headers.js';
import { isSecret, newSecret } from './webhook-secret.js';

describe('the signature of a delivery', () => {
  const body = '{"type":"NoteAdded","data":{"text":"Grüße, 世界"}}';

  it('is the one of the spec: v1 and the HMAC-SHA256 of id, time and body', () => {
    const secret = newSecret();
    const sentAt = new Date('2026-03-01T12:00:00.900Z');
    const headers = signedHeaders('id-1', sentAt, body, [secret]);
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const mac = createHmac('sha256', key).update(`id-1.1772366400.${body}`).digest('base64');
    expect(headers).toEqual({
      'webhook-id': 'id-1',
      'webhook-timestamp': '1772366400',
      'webhook-signature': `v1,${mac}`,
    });
  });

  it('is accepted by whoever has any of the secrets, and by nobody else', () => {
    const secrets = [newSecret(), newSecret()];
    const headers = signedHeaders('id-1', new Date(), body, secrets);
    for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow(WebhookVerificationError);
    expect(() => new Webhook(secrets[0]!).verify(`${body} `, headers)).toThrow(WebhookVerificationError);
    expect(() => new Webhook(secrets[0]!).verify(body, { ...headers, 'webhook-id': 'id-2' })).toThrow();
  });
});

describe('a secret', () => {
  it('is new each time, and one that the spec would take', () => {
    const secrets = Array.from({ length: 20 }, newSecret);
    expect(new Set(secrets).size).toBe(20);
    expect(secrets.filter((secret) => !isSecret(secret))).toEqual([]);
  });

  it('has a prefix and 24 to 64 bytes in base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const secret = `whsec_${Buffer.from(bytes).toString('base64')}`;
        expect(isSecret(secret)).toBe(bytes.length >= 24 && bytes.length <= 64);
        expect(isSecret(secret.slice(1))).toBe(false);
      }),
    );
    expect(isSecret(`whsec_${'a'.repeat(43)}`)).toBe(false);
    expect(isSecret(`whsec_${'-'.repeat(44)}`)).toBe(false);
  });
});
