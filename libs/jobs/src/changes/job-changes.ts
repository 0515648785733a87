import pg from 'pg';
import { JOB_CHANNEL } from '../store/job-sql.js';

const CONNECT_TIMEOUT_MS = 10_000;
const RECONNECT_AFTER_MS = 1_000;

/** Undefined: something may have changed while nobody listened. */
export type JobChange = { id: string; status: string } | undefined;
type Listener = (change: JobChange) => void;

/**
 * Tells of changes of jobs, whichever process makes them, over one connection for all who want to know. It is a
 * convenience: whoever must not miss a change looks for himself now and then, too.
 */
export class JobChanges {
  private readonly listeners = new Set<Listener>();
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private opening: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly connectionString: string) {}

  /** The answer ends it. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    this.open();
    return () => void this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.opening;
    // A connection that is gone already cannot be ended in good order, and needs not be.
    await this.client?.end().catch(() => undefined);
    this.tell(undefined);
  }

  private open(): void {
    if (this.closed || this.client || this.timer) return;
    this.opening ??= this.connect().finally(() => (this.opening = undefined));
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.connectionString,
      application_name: 'rapport-job-changes',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    client.on('notification', ({ payload = '' }) => {
      const [id = '', status = ''] = payload.split(' ');
      this.tell({ id, status });
    });
    client.on('error', () => undefined);
    client.on('end', () => this.lost(client));
    try {
      await client.connect();
      await client.query(`listen ${JOB_CHANNEL}`);
      this.client = client;
      this.tell(undefined);
    } catch {
      // Those who listen look for themselves until there is a connection again.
      await client.end().catch(() => undefined);
      this.again();
    }
  }

  private lost(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    this.again();
  }

  private again(): void {
    if (this.closed) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.open();
    }, RECONNECT_AFTER_MS);
    this.timer.unref();
  }

  private tell(change: JobChange): void {
    for (const listener of [...this.listeners]) listener(change);
  }
}
