import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Statements } from './table-rows.js';

const CONNECT_TIMEOUT_MS = 10_000;
/** Between two statements lies the folding of a whole range. */
const IDLE_IN_TRANSACTION_MS = 120_000;
const SETTINGS = `set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set synchronous_commit = off;
  set idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`;
/** Pieces of text are handed to the connection in about this many characters. */
const PIECE_CHARS = 262_144;

/** A connection that rows are written over by COPY; every value comes back as the text that PostgreSQL wrote. */
export class CopySession implements Statements {
  private constructor(readonly client: pg.Client) {}

  static async open(connectionString: string): Promise<CopySession> {
    const client = new pg.Client({
      connectionString,
      application_name: 'rapport-rebuild',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      types: { getTypeParser: () => (text: string) => text },
    });
    // Every statement tells of a lost connection by its own error.
    client.on('error', () => undefined);
    await client.connect();
    await client.query(SETTINGS);
    return new CopySession(client);
  }

  async query(name: string, text: string, values: readonly unknown[]): Promise<(string | null)[][]> {
    const answer = await this.client.query<(string | null)[]>({ name, text, values: [...values], rowMode: 'array' });
    return answer.rows;
  }

  /** Sends lines, in the text format of COPY, to a statement that copies from stdin. */
  async copy(copySql: string, lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    const stream = this.client.query(copyFrom(copySql));
    const done = finished(stream);
    let piece = '';
    for (const line of lines) {
      piece += line;
      if (piece.length < PIECE_CHARS) continue;
      stream.write(piece);
      piece = '';
    }
    stream.end(piece);
    await done;
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}
