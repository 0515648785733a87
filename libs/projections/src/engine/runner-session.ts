import { Socket } from 'node:net';
import pg from 'pg';
import { DEFAULT_TTL_MS } from '#work';
import type { Statements } from '../tables/table-rows.js';

const CONNECT_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 10_000;

/**
 * Dates as ISO texts in UTC. Commits need not wait for the disk: rows and checkpoint are in one transaction, so after a
 * crash of the database both are as old, and the lost part is derived again. A dead process must not keep its locks for
 * the two hours that TCP waits by default, nor a paused one for longer than its lease lives.
 */
const SESSION_SETTINGS = `set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set synchronous_commit = off;
  set idle_in_transaction_session_timeout = ${DEFAULT_TTL_MS};
  set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3`;

/**
 * The connection that rows and checkpoints are written over. Statements are sent without waiting for the answers of those before, and all that are given
 * in one go leave in one packet: a system call and a wake-up of the server for each would cost more than most of them.
 */
export class RunnerSession implements Statements {
  private readonly ended = new AbortController();
  private gathering = false;

  private constructor(
    private readonly client: pg.Client,
    private readonly socket: Socket,
  ) {
    client.on('error', () => this.ended.abort());
    client.on('end', () => this.ended.abort());
  }

  static async open(connectionString: string): Promise<RunnerSession> {
    const socket = new Socket();
    const client = new pg.Client({
      connectionString,
      stream: () => socket,
      application_name: 'rapport-projections',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      pipeline: true,
      types: { getTypeParser: () => (text: string) => text },
    });
    const session = new RunnerSession(client, socket);
    await client.connect();
    try {
      await client.query(SESSION_SETTINGS);
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Aborted when the connection is gone. */
  get lost(): AbortSignal {
    return this.ended.signal;
  }

  async query(name: string, text: string, values: readonly string[]): Promise<(string | null)[][]> {
    this.gather();
    const answer = await this.client.query<(string | null)[]>({ name, text, values: [...values], rowMode: 'array' });
    return answer.rows;
  }

  /** A statement without parameters or answer. */
  async command(text: string): Promise<void> {
    this.gather();
    await this.client.query(text);
  }

  /** Keeps what is sent until whoever sends now has nothing more to send without waiting. */
  private gather(): void {
    if (this.gathering) return;
    this.gathering = true;
    this.socket.cork();
    process.nextTick(() => {
      this.gathering = false;
      this.socket.uncork();
    });
  }

  async close(): Promise<void> {
    if (!this.lost.aborted) await this.client.end();
  }
}
