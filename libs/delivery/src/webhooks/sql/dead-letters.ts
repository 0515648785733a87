import type { WorkStatements } from '#work';
import type { DeadLetter } from '../webhook.js';

interface DeadRow {
  number: string;
  event_id: string;
  position: string;
  type: string;
  stream: string;
  attempts: number;
  died_at: Date;
  last_reason: string | null;
  last_status: number | null;
  last_answer: string | null;
}

/** A webhook's dead letters behind a place in the order in which they were queued. */
export async function listDeadLetters(
  database: WorkStatements,
  webhookId: string,
  after: number,
  limit: number,
): Promise<DeadLetter[]> {
  const sql = `
    select number, event_id, position, type, stream, attempts, died_at, last_reason, last_status, last_answer
    from work.delivery where webhook_id = $1 and died_at is not null and number > $2 order by number limit $3`;
  return (await database.query<DeadRow>(sql, [webhookId, after, limit])).map((row) => ({
    number: Number(row.number),
    deliveryId: row.event_id,
    position: BigInt(row.position),
    type: row.type,
    stream: row.stream,
    attempts: row.attempts,
    diedAt: row.died_at,
    reason: row.last_reason ?? '',
    status: row.last_status ?? undefined,
    answer: row.last_answer ?? undefined,
  }));
}

/** Queues dead letters again, one or all, with all of their attempts before them; how many there were. */
export async function redeliver(
  database: WorkStatements,
  webhookId: string,
  deliveryId: string | undefined,
): Promise<number> {
  const sql = `
    with queued as (
      update work.delivery set died_at = null, attempts = 0, next_attempt_at = now()
      where webhook_id = $1 and died_at is not null and ($2::uuid is null or event_id = $2) returning number
    ), told as (
      update work.webhook set queue_changes = queue_changes + 1 where id = $1 and exists (select from queued)
    )
    select count(*)::integer as queued from queued`;
  const [row] = await database.query<{ queued: number }>(sql, [webhookId, deliveryId ?? null]);
  return row!.queued;
}

/** Deletes what nobody asked for in so many days, and secrets that are over. */
export async function prune(database: WorkStatements, deadLettersKeptDays: number): Promise<void> {
  const sql = `
    with letters as (delete from work.delivery where died_at < now() - $1 * interval '1 day')
    delete from work.webhook_secret where expires_at < now()`;
  await database.query(sql, [deadLettersKeptDays]);
}
