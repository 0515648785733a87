import { Pool, type QueryResultRow } from 'pg';

const CONNECT_TIMEOUT_MS = 5_000;
/** For a server that has vanished without closing the connection. */
const ANSWER_TIMEOUT_MS = 30_000;
const CONNECTIONS = 4;

/** Whoever sends a statement: the pool, or a transaction on one connection of it. */
export interface Statements {
  query<Row extends QueryResultRow>(sql: string, values: readonly unknown[]): Promise<Row[]>;
}

/** The connections to the tables of deliveries. */
export class Database implements Statements {
  private readonly pool: Pool;

  constructor(connectionString: string) {
    this.pool = new Pool({
      connectionString,
      application_name: 'rapport-delivery',
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      keepAlive: true,
    });
    // A connection that is lost is told by its statement, or replaced at the next use; unheard it would end the process.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async query<Row extends QueryResultRow>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>(sql, [...values])).rows;
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
