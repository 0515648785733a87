import { Webhook } from 'standardwebhooks';

export type StandardHeaders = Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>;

/**
 * The headers of the Standard Webhooks spec: stable id, time of this attempt, and a signature by every secret that is
 * valid, so that a receiver may change to the new one when it suits him. Throws for a secret that is none.
 */
export function signedHeaders(id: string, sentAt: Date, body: string, secrets: readonly string[]): StandardHeaders {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, sentAt, body)).join(' '),
  };
}
