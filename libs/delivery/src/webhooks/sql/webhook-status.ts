import type { WorkStatements } from '#work';
import type { WebhookStatus } from '../webhook.js';

interface StatusRow {
  id: string;
  number: string;
  url: string;
  types: string[] | null;
  description: string | null;
  state: WebhookStatus['state'];
  state_reason: string | null;
  position: string;
  pending: string;
  dead: string;
  delivered: string;
  failed_attempts: string;
  last_success_at: Date | null;
  last_failure_at: Date | null;
  last_failure_status: number | null;
  last_failure_reason: string | null;
  created_at: Date;
}

const STATUS_SQL = `
  select webhook.*,
    (select count(*) from work.delivery where webhook_id = webhook.id and died_at is null) as pending,
    (select count(*) from work.delivery where webhook_id = webhook.id and died_at is not null) as dead
  from work.webhook`;

/** Of all webhooks those behind a place in the order in which they were made. */
export async function listWebhooks(database: WorkStatements, after: number, limit: number): Promise<WebhookStatus[]> {
  const sql = `${STATUS_SQL} where number > $1 order by number limit $2`;
  return (await database.query<StatusRow>(sql, [after, limit])).map(statusOf);
}

export async function readWebhook(database: WorkStatements, id: string): Promise<WebhookStatus | undefined> {
  return (await database.query<StatusRow>(`${STATUS_SQL} where id = $1`, [id])).map(statusOf)[0];
}

function statusOf(row: StatusRow): WebhookStatus {
  return {
    id: row.id,
    number: Number(row.number),
    url: row.url,
    types: row.types ?? undefined,
    description: row.description ?? undefined,
    state: row.state,
    stateReason: row.state_reason ?? undefined,
    position: BigInt(row.position),
    pending: Number(row.pending),
    deadLetters: Number(row.dead),
    delivered: Number(row.delivered),
    failedAttempts: Number(row.failed_attempts),
    lastSuccessAt: row.last_success_at ?? undefined,
    lastFailure: lastFailureOf(row),
    createdAt: row.created_at,
  };
}

function lastFailureOf(row: StatusRow): WebhookStatus['lastFailure'] {
  const { last_failure_at: at, last_failure_status: status, last_failure_reason: reason } = row;
  return at === null ? undefined : { at, status: status ?? undefined, reason: reason ?? '' };
}
