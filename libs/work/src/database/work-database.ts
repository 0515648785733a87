import pg from 'pg';

const CONNECT_TIMEOUT_MS = 10_000;
/** For a server that has vanished without closing the connection. */
const ANSWER_TIMEOUT_MS = 60_000;
/** A process that is paused within a transaction must not keep others from what it has locked. */
const IDLE_IN_TRANSACTION_MS = 5_000;

export interface WorkDatabaseOptions {
  connectionString: string;
  maxConnections?: number;
}

/** Whoever sends a statement: all connections, or a transaction on one of them. */
export interface WorkStatements {
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** Connections to the database that holds what processes have to agree upon (schema `work`). */
export class WorkDatabase implements WorkStatements {
  private readonly pool: pg.Pool;

  constructor(private readonly options: WorkDatabaseOptions) {
    this.pool = new pg.Pool({
      connectionString: options.connectionString,
      max: options.maxConnections ?? 8,
      application_name: 'rapport-work',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      keepAlive: true,
    });
    // A statement under way is told by its own error; idle connections are replaced when they are needed.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  get connectionString(): string {
    return this.options.connectionString;
  }

  /** Throws what the driver throws. */
  async query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(sql, [...values])).rows;
  }

  /** A connection for as long as the work takes. What the work throws gives the connection up. */
  async withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let done = false;
    try {
      const answer = await work(client);
      done = true;
      return answer;
    } finally {
      client.release(!done);
    }
  }

  /** Commits when the work has answered; what it throws, or the driver, undoes it all. */
  async transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken = false;
    try {
      await client.query('begin');
      const answer = await work(client);
      await client.query('commit');
      return answer;
    } catch (error) {
      // A rollback that fails too would hide the reason; such a connection is given up, which undoes it as well.
      await client.query('rollback').catch(() => (broken = true));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
