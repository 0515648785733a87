import { leaseHolds, type WorkStatements } from '#work';
import type { Failure } from '../attempts/attempt.js';
import type { PendingDelivery } from '../queue/pending-delivery.js';
import type { WebhookSettings } from '../webhook.js';

/** The right by which a sender writes: each statement says it, and changes nothing when it is over. */
export interface SendingRight {
  webhookId: string;
  leaseName: string;
  epoch: bigint;
}

interface SettingsRow {
  id: string;
  url: string;
  types: string[] | null;
  secrets: string[];
  queue_changes: string;
}

/** Those that are to be sent to. */
export async function readActiveWebhooks(database: WorkStatements): Promise<WebhookSettings[]> {
  const sql = `
    select id, url, types, queue_changes, array(
      select secret from work.webhook_secret
      where webhook_id = webhook.id and (expires_at is null or expires_at > now()) order by number desc
    ) as secrets
    from work.webhook where state = 'active' order by number`;
  return (await database.query<SettingsRow>(sql, [])).map(({ id, url, types, secrets, queue_changes }) => ({
    id,
    url,
    types: types ?? undefined,
    secrets,
    queueChanges: BigInt(queue_changes),
  }));
}

/** Where its queue ends, and how often others have changed it. */
export async function readPlace(
  database: WorkStatements,
  webhookId: string,
): Promise<{ position: bigint; queueChanges: bigint } | undefined> {
  const sql = 'select position, queue_changes from work.webhook where id = $1';
  const [row] = await database.query<{ position: string; queue_changes: string }>(sql, [webhookId]);
  return row && { position: BigInt(row.position), queueChanges: BigInt(row.queue_changes) };
}

/** What waits behind a position; how long until its next attempt by the database's clock. */
export async function readPending(
  database: WorkStatements,
  webhookId: string,
  after: bigint,
  limit: number,
): Promise<(Omit<PendingDelivery, 'dueAtMs'> & { dueInMs: number })[]> {
  const sql = `
    select position, event_id, stream, revision, attempts,
      greatest(0, extract(epoch from next_attempt_at - clock_timestamp()) * 1000)::float8 as due_in_ms
    from work.delivery where webhook_id = $1 and died_at is null and position > $2 order by position limit $3`;
  const rows = await database.query<{
    position: string;
    event_id: string;
    stream: string;
    revision: number;
    attempts: number;
    due_in_ms: number;
  }>(sql, [webhookId, after, limit]);
  return rows.map(({ position, event_id, stream, revision, attempts, due_in_ms }) => ({
    position: BigInt(position),
    eventId: event_id,
    stream,
    revision,
    attempts,
    dueInMs: due_in_ms,
  }));
}

const HOLDS = leaseHolds('$1', '$2::bigint');

/** An event that is to be queued. */
export interface EventToQueue {
  position: bigint;
  id: string;
  stream: string;
  revision: number;
  type: string;
}

/**
 * Moves the cursor and queues what lies before it, in one statement. Answers with how often others have changed the queue,
 * or undefined when the right is over, or somebody else has moved the cursor.
 */
export async function queueEvents(
  database: WorkStatements,
  { webhookId, leaseName, epoch }: SendingRight,
  { from, to, events }: { from: bigint; to: bigint; events: readonly EventToQueue[] },
): Promise<bigint | undefined> {
  const sql = `
    with moved as (
      update work.webhook set position = $5 where id = $3 and position = $4 and ${HOLDS} returning id, queue_changes
    ), queued as (
      insert into work.delivery (webhook_id, position, event_id, stream, revision, type)
      select moved.id, event.*
      from moved, unnest($6::bigint[], $7::uuid[], $8::text[], $9::integer[], $10::text[])
        as event (position, event_id, stream, revision, type)
    )
    select queue_changes from moved`;
  const columns = [
    events.map(({ position }) => position),
    events.map(({ id }) => id),
    events.map(({ stream }) => stream),
    events.map(({ revision }) => revision),
    events.map(({ type }) => type),
  ];
  const values = [leaseName, epoch, webhookId, from, to, ...columns];
  const [moved] = await database.query<{ queue_changes: string }>(sql, values);
  return moved && BigInt(moved.queue_changes);
}

/** Takes what was delivered off the queue. False when the right is over. */
export async function settleDelivered(
  database: WorkStatements,
  { webhookId, leaseName, epoch }: SendingRight,
  positions: readonly bigint[],
): Promise<boolean> {
  const sql = `
    with settled as (
      delete from work.delivery where webhook_id = $3 and position = any ($4::bigint[]) and ${HOLDS}
    )
    update work.webhook set delivered = delivered + $5, last_success_at = now() where id = $3 and ${HOLDS} returning id`;
  return (await database.query(sql, [leaseName, epoch, webhookId, positions, positions.length])).length > 0;
}

/** What becomes of a delivery whose attempt has failed. */
export interface FailedDelivery {
  position: bigint;
  attempts: number;
  failure: Failure;
  /** Milliseconds until the next attempt; undefined when it was the last one. */
  againInMs: number | undefined;
  /** The receiver said that he wants nothing any more. */
  disables: boolean;
}

/** Writes down that an attempt has failed, and what follows. False when the right is over. */
export async function settleFailed(
  database: WorkStatements,
  { webhookId, leaseName, epoch }: SendingRight,
  { position, attempts, failure, againInMs, disables }: FailedDelivery,
): Promise<boolean> {
  const sql = `
    with failed as (
      update work.delivery set attempts = $5, last_attempt_at = now(),
        last_status = $6, last_reason = $7, last_answer = $8,
        next_attempt_at = clock_timestamp() + coalesce($9::float8, 0) * interval '1 ms',
        died_at = case when $9::float8 is null then now() end
      where webhook_id = $3 and position = $4 and ${HOLDS}
    )
    update work.webhook set failed_attempts = failed_attempts + 1, last_failure_at = now(),
      last_failure_status = $6, last_failure_reason = $7,
      state = case when $10 then 'disabled' else state end,
      state_reason = case when $10 then $7 else state_reason end
    where id = $3 and ${HOLDS} returning id`;
  const { status, reason, answer } = failure;
  const outcome = [attempts, status, reason, answer, againInMs ?? null, disables];
  return (await database.query(sql, [leaseName, epoch, webhookId, position, ...outcome])).length > 0;
}
