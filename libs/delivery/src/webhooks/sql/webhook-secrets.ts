import type { WorkStatements } from '#work';

/** How many secrets are valid, and how many seconds it takes until there is one less; null when there is only one. */
export interface ValidSecrets {
  valid: number;
  nextEndSeconds: number | null;
}

export async function countValidSecrets(database: WorkStatements, webhookId: string): Promise<ValidSecrets> {
  const sql = `
    select count(*)::integer as valid,
      ceil(extract(epoch from min(expires_at) - now()))::integer as "nextEndSeconds"
    from work.webhook_secret where webhook_id = $1 and (expires_at is null or expires_at > now())`;
  const [counted] = await database.query<{ valid: number; nextEndSeconds: number | null }>(sql, [webhookId]);
  return counted!;
}

/** Puts a new secret before the others; those before it stay valid for so long. The answer is until when. */
export async function rotateSecret(
  database: WorkStatements,
  webhookId: string,
  secret: string,
  overlapSeconds: number,
): Promise<Date> {
  const sql = `
    with before as (
      update work.webhook_secret set expires_at = now() + $3 * interval '1 s'
      where webhook_id = $1 and expires_at is null
    ), after as (
      insert into work.webhook_secret (webhook_id, secret) values ($1, $2)
    )
    select now() + $3 * interval '1 s' as until`;
  const [row] = await database.query<{ until: Date }>(sql, [webhookId, secret, overlapSeconds]);
  return row!.until;
}
