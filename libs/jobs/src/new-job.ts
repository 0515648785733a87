/** What a job is made of. */
export interface NewJob {
  kind: string;
  /** JSON; everybody who may read jobs may read them. */
  parameters: Readonly<Record<string, unknown>>;
  /** Two requests of one key are one; the digest says what was asked. */
  idempotency?: { key: string; digest: string } | undefined;
}
