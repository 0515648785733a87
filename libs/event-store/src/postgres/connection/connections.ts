import { Client, type ClientBase, type ClientConfig, Pool } from 'pg';
import { Unavailable } from '#kernel';
import { isLostConnection } from './lost-connection.js';

/** A batch waits this long at most for the head's lock, then it is as if the database were away. */
const LOCK_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** For a server that has vanished without closing the connection. */
const ANSWER_TIMEOUT_MS = 60_000;

/**
 * Connections of an event store: one kept for appends, so that no reader can be in their way, and some for reading. On
 * the one for appends calls are sent one behind the other without waiting for answers (pipeline mode); each is a
 * transaction of its own, and they are carried out in the order of sending.
 */
export class Connections {
  private appending: Promise<Client> | undefined;
  private readonly reading: Pool;
  private readonly config: ClientConfig;
  private closed = false;

  constructor(connectionString: string, maxReading: number) {
    this.config = {
      connectionString,
      application_name: 'rapport event log',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      keepAlive: true,
      // The append function relies on each of its statements seeing what was committed before it.
      options: `-c default_transaction_isolation=read\\ committed -c lock_timeout=${LOCK_TIMEOUT_MS}`,
    };
    this.reading = this.pool(maxReading);
  }

  async forAppending<T>(work: (client: ClientBase) => Promise<T>): Promise<T> {
    if (this.closed) throw new Unavailable('the event store is closed');
    const opening = (this.appending ??= this.connectForAppending());
    try {
      return await work(await opening);
    } catch (error) {
      if (isLostConnection(error)) await this.abandon(opening);
      throw error;
    }
  }

  forReading<T>(work: (client: ClientBase) => Promise<T>): Promise<T> {
    return this.use(this.reading, work);
  }

  /** A connection of one's own, outside the pools: to listen. The caller ends it. */
  dedicated(): Promise<Client> {
    return connected(new Client({ ...this.config, query_timeout: undefined }));
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    const appending = this.appending;
    await Promise.all([appending && this.abandon(appending), this.reading.end()]);
  }

  private connectForAppending(): Promise<Client> {
    return connected(new Client({ ...this.config, pipeline: true }));
  }

  /** The next append gets a new connection; calls still on the old one fail with it. */
  private async abandon(opening: Promise<Client>): Promise<void> {
    if (this.appending === opening) this.appending = undefined;
    const [opened] = await Promise.allSettled([opening]);
    // A connection that is gone already cannot be ended in good order, and needs not be.
    if (opened.status === 'fulfilled') await Promise.allSettled([opened.value.end()]);
  }

  private pool(max: number): Pool {
    const pool = new Pool({ ...this.config, max });
    // An idle connection that is lost is told to the pool alone and replaced at the next use; without a listener it
    // would end the process.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    return pool;
  }

  private async use<T>(pool: Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
    if (this.closed) throw new Unavailable('the event store is closed');
    const client = await pool.connect();
    let broken = false;
    // While a client is out of the pool, its owner has to listen; the statement under way fails with the same error.
    const onError = () => (broken = true);
    client.on('error', onError);
    try {
      return await work(client);
    } catch (error) {
      broken ||= isLostConnection(error);
      throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }
}

/**
 * Someone has to listen from the first moment: a server may say goodbye in the same packet as welcome, and an error that
 * nobody listens to ends the process. Calls under way are told by their own errors, later ones by the next call.
 */
async function connected(client: Client): Promise<Client> {
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}
