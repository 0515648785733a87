import type { EventStore } from '#event-store';
import { NotFound, TooManyRequests, newId } from '#kernel';
import { newSecret } from '../signing/webhook-secret.js';
import { listDeadLetters, redeliver } from '../sql/dead-letters.js';
import { deleteWebhook, insertWebhook, pauseWebhook, resumeWebhook } from '../sql/webhook-changes.js';
import { countValidSecrets, rotateSecret } from '../sql/webhook-secrets.js';
import { listWebhooks, readWebhook } from '../sql/webhook-status.js';
import type { DeadLetter, WebhookStatus } from '../webhook.js';
import { WorkDatabase } from '#work';

/** How long a secret is valid after another one has taken its place. */
const OVERLAP_SECONDS = 24 * 60 * 60;
/** Each one makes the signature header longer. */
const MOST_SECRETS = 5;
const CONNECTIONS = 4;
/** More than anybody has, to be shown in one piece to whoever reads metrics. */
const ALL = 10_000;

export interface WebhookToRegister {
  url: string;
  types?: readonly string[];
  description?: string;
  /** By default a new one. */
  secret?: string;
  /** All behind it is sent; by default what comes from now on. */
  after?: bigint;
}

/** The webhooks that there are, and what people do with them. Sending is the sender's. */
export class Webhooks {
  private readonly database: WorkDatabase;

  /** The tables must be there: `migrateDelivery`. */
  constructor(
    connectionString: string,
    private readonly store: EventStore,
  ) {
    this.database = new WorkDatabase({ connectionString, maxConnections: CONNECTIONS });
  }

  /** The webhook and its secret, which is not told again. */
  async register(webhook: WebhookToRegister): Promise<{ webhook: WebhookStatus; secret: string }> {
    const { url, types, description, secret = newSecret(), after } = webhook;
    const id = newId();
    const position = after ?? (await this.store.head());
    await insertWebhook(this.database, { id, url, types, description, secret, position });
    return { webhook: await this.get(id), secret };
  }

  /** In the order in which they were made, behind the place of one. */
  list(after = 0, limit = ALL): Promise<WebhookStatus[]> {
    return listWebhooks(this.database, after, limit);
  }

  /** Throws NotFound. */
  async get(id: string): Promise<WebhookStatus> {
    const webhook = await readWebhook(this.database, id);
    if (!webhook) throw new NotFound('webhook', id);
    return webhook;
  }

  /** With all that was to be sent to it. Throws NotFound. */
  async delete(id: string): Promise<void> {
    if (!(await deleteWebhook(this.database, id))) throw new NotFound('webhook', id);
  }

  /** Throws NotFound. */
  async pause(id: string, reason?: string): Promise<WebhookStatus> {
    await pauseWebhook(this.database, id, reason);
    return this.get(id);
  }

  /** Throws NotFound. */
  async resume(id: string): Promise<WebhookStatus> {
    await resumeWebhook(this.database, id);
    return this.get(id);
  }

  /** Throws NotFound, and TooManyRequests when too many are valid still. */
  async rotate(id: string, secret = newSecret()): Promise<{ secret: string; previousValidUntil: Date }> {
    await this.get(id);
    const { valid, nextEndSeconds } = await countValidSecrets(this.database, id);
    if (valid >= MOST_SECRETS) {
      throw new TooManyRequests(`${MOST_SECRETS} secrets of the webhook are valid`, Math.max(1, nextEndSeconds ?? 1));
    }
    return { secret, previousValidUntil: await rotateSecret(this.database, id, secret, OVERLAP_SECONDS) };
  }

  /** Throws NotFound. */
  async deadLetters(id: string, after: number, limit: number): Promise<DeadLetter[]> {
    await this.get(id);
    return listDeadLetters(this.database, id, after, limit);
  }

  /** Queues one dead letter again. Throws NotFound. */
  async redeliver(id: string, deliveryId: string): Promise<void> {
    await this.get(id);
    if ((await redeliver(this.database, id, deliveryId)) === 0) throw new NotFound('dead letter', deliveryId);
  }

  /** Queues all dead letters again; how many there were. Throws NotFound. */
  async redeliverAll(id: string): Promise<number> {
    await this.get(id);
    return redeliver(this.database, id, undefined);
  }

  close(): Promise<void> {
    return this.database.close();
  }
}
