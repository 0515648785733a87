import { webhookLease } from '../webhook-lease.js';
import type { WorkStatements } from '#work';
import type { WebhookState } from '../webhook.js';

export interface NewWebhook {
  id: string;
  url: string;
  types: readonly string[] | undefined;
  description: string | undefined;
  secret: string;
  /** All behind it is sent. */
  position: bigint;
}

export async function insertWebhook(database: WorkStatements, webhook: NewWebhook): Promise<void> {
  const { id, url, types, description, secret, position } = webhook;
  const sql = `
    with webhook as (
      insert into work.webhook (id, url, types, description, state, position)
      values ($1, $2, $3, $4, 'active', $5) returning id
    )
    insert into work.webhook_secret (webhook_id, secret) select id, $6 from webhook`;
  await database.query(sql, [id, url, types ?? null, description ?? null, position, secret]);
}

/** Removes it with all that was to be sent to it, and the lease of it, so that its sender cannot write. */
export async function deleteWebhook(database: WorkStatements, id: string): Promise<boolean> {
  const sql = `
    with lease as (delete from work.lease where name = $2)
    delete from work.webhook where id = $1 returning id`;
  return (await database.query(sql, [id, webhookLease(id)])).length > 0;
}

/** Stops sending, for a reason that people can read; what is disabled already stays so. */
export async function pauseWebhook(database: WorkStatements, id: string, reason: string | undefined): Promise<void> {
  const sql = `update work.webhook set state = 'paused', state_reason = $2 where id = $1 and state <> 'disabled'`;
  await database.query(sql, [id, reason ?? null]);
}

/** Sends again, and at once: what waits gets all of its attempts anew. */
export async function resumeWebhook(database: WorkStatements, id: string): Promise<void> {
  const active: WebhookState = 'active';
  const sql = `
    with resumed as (
      update work.webhook set state = $2, state_reason = null, queue_changes = queue_changes + 1
      where id = $1 and state <> $2 returning id
    )
    update work.delivery set attempts = 0, next_attempt_at = now()
    from resumed where webhook_id = resumed.id and died_at is null`;
  await database.query(sql, [id, active]);
}
