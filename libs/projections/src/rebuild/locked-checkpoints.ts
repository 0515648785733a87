import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { READ_SCHEMA, qualified } from '../tables/sql-names.js';

/**
 * Shorter than the second after which PostgreSQL looks for deadlocks: whoever reads or derives is never the one that has
 * to give way.
 */
const LOCK_TIMEOUT_MS = 800;
/** Those who derive wait while this waits for readers: the longer a reader takes, the seldomer it is tried. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const MAX_TRIES = 40;

/** Dates as ISO texts in UTC, for those who read rows. */
const SETTINGS = `set lock_timeout = ${LOCK_TIMEOUT_MS}; set idle_in_transaction_session_timeout = 60000;
  set timezone = 'UTC'; set datestyle = 'ISO, YMD'`;

/** Lock not available, deadlock: the same may succeed in a moment. */
const BUSY = new Set(['55P03', '40P01']);

export interface LivePosition {
  name: string;
  partition: number;
  version: number;
  position: bigint;
}

const LOCK_SQL = `select name, partition, version, position from ${qualified(READ_SCHEMA, 'projection_checkpoint')}
  where name = any($1) order by name, partition for update`;

/**
 * Does something in a transaction while nobody can move the live checkpoints of these projections; readers and appends go
 * on. Where others hold locks for long, it is undone and tried again. Answers with what the work answers, committed.
 */
export async function withLockedCheckpoints<T>(
  connectionString: string,
  names: readonly string[],
  work: (client: pg.Client, live: readonly LivePosition[]) => Promise<T>,
  signal: AbortSignal,
  /** Done first in the transaction, while the checkpoints may still be moved. */
  before: (client: pg.Client) => Promise<void> = () => Promise.resolve(),
): Promise<T> {
  const client = new pg.Client({
    connectionString,
    application_name: 'rapport-rebuild',
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(SETTINGS);
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      try {
        await client.query('begin');
        await before(client);
        const { rows } = await client.query<Omit<LivePosition, 'position'> & { position: string }>(LOCK_SQL, [names]);
        const answer = await work(
          client,
          rows.map((row) => ({ ...row, position: BigInt(row.position) })),
        );
        await client.query('commit');
        return answer;
      } catch (error) {
        if (!isBusy(error) || attempt >= MAX_TRIES) throw error;
        await client.query('rollback');
        await delay(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2));
      }
    }
  } finally {
    // What was not committed is undone with the connection.
    await client.end();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof pg.DatabaseError && BUSY.has(error.code ?? '');
}
