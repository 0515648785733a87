import pg from 'pg';

const CONNECT_TIMEOUT_MS = 5_000;

/** One connection to the database, made when it is needed and made anew when it was lost; statements take turns. */
export class CoordinationSession {
  private opening: Promise<pg.Client> | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;

  /** A statement that has no answer within `answerTimeoutMs` fails, and the connection is given up. */
  constructor(
    private readonly connectionString: string,
    private readonly answerTimeoutMs: number,
  ) {}

  /** Throws what the driver throws; the next statement then gets a new connection. */
  query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    const answer = this.last.then(() => this.send<Row>(sql, values));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  async close(): Promise<void> {
    await this.last;
    this.closed = true;
    if (this.opening) await this.giveUp(this.opening);
  }

  private async send<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    if (this.closed) throw new Error('the coordination of work is closed');
    const opening = (this.opening ??= this.open());
    try {
      const client = await opening;
      return (await client.query<Row>(sql, [...values])).rows;
    } catch (error) {
      await this.giveUp(opening);
      throw error;
    }
  }

  private async open(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.connectionString,
      application_name: 'rapport-coordination',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: this.answerTimeoutMs,
      keepAlive: true,
    });
    // Statements under way are told by their own errors, later ones by the next statement.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  private async giveUp(opening: Promise<pg.Client>): Promise<void> {
    if (this.opening === opening) this.opening = undefined;
    const [opened] = await Promise.allSettled([opening]);
    // A connection that is gone already cannot be ended in good order, and needs not be.
    if (opened.status === 'fulfilled') await Promise.allSettled([opened.value.end()]);
  }
}
