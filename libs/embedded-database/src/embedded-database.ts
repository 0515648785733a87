import { locateBinaries } from './binaries.js';
import { initialise, isInitialised, superuser } from './data-directory.js';
import { EmbeddedDatabaseFailed } from './embedded-database-failed.js';
import { withExclusiveLock } from './exclusive-lock.js';
import { Home } from './home.js';
import { runningServer, type RunningServer } from './postmaster-file.js';
import { readyDatabase } from './ready-database.js';
import { ServerAccount } from './server-account.js';
import { tailOfServerLog } from './server-log.js';
import { startServer, stopServer } from './server.js';
import { UserRegistry } from './user-registry.js';

export interface AcquireOptions {
  /** Folder of the database and its password; made when it is not there. */
  home: string;
  /** Told what takes time, one line each. */
  log?: (line: string) => void;
  /** PostgreSQL settings that differ from the usual ones, for a server started by this call. */
  settings?: Record<string, string>;
  /** How long to wait for a server to come up, recovery from a crash included, in milliseconds. */
  timeoutMs?: number;
}

const databaseName = 'rapport';
const stopTimeoutMs = 60_000;

/**
 * A real PostgreSQL, run by the program itself and shared by all processes that use the same home: the first starts it,
 * the last to release it stops it. One that outlived its users is taken over; one that was killed is started again, and
 * nothing that was committed is lost.
 */
export class EmbeddedDatabase {
  private current: RunningServer;
  private released: Promise<void> | undefined;

  private constructor(
    private readonly home: Home,
    private readonly options: Required<AcquireOptions>,
    private readonly unregister: () => void,
    server: RunningServer,
  ) {
    this.current = server;
  }

  /** Starts the home's database, or joins its users. Throws EmbeddedDatabaseFailed, which says what to do. */
  static async acquire(options: AcquireOptions): Promise<EmbeddedDatabase> {
    const all = { log: () => undefined, settings: {}, timeoutMs: 180_000, ...options };
    const home = Home.at(all.home);
    return underLock(home, all, async () => {
      const unregister = new UserRegistry(home).register();
      try {
        return new EmbeddedDatabase(home, all, unregister, await ensureServer(home, all));
      } catch (error) {
        unregister();
        throw error;
      }
    });
  }

  /** Connection URL of the database `rapport`, password included. */
  get url(): string {
    return urlOf(this.home, this.current);
  }

  get port(): number {
    return this.current.port;
  }

  /** The server's main process. */
  get pid(): number {
    return this.current.pid;
  }

  get dataDirectory(): string {
    return this.home.data;
  }

  /**
   * Starts the server again if it has died; true when it had. It comes back at the same URL, unless something else has
   * taken the port meanwhile.
   */
  async revive(): Promise<boolean> {
    if (this.released !== undefined) throw new EmbeddedDatabaseFailed('the embedded database was released');
    const before = this.current.pid;
    if (runningServer(this.home.data)?.pid === before) return false;
    this.current = await underLock(this.home, this.options, () => ensureServer(this.home, this.options));
    return this.current.pid !== before;
  }

  /** Gives up this use; the last user's release stops the server and waits until it has. May be called again. */
  release(): Promise<void> {
    this.released ??= underLock(this.home, this.options, async () => {
      this.unregister();
      if (new UserRegistry(this.home).living().length > 0) return;
      const server = runningServer(this.home.data);
      if (server !== undefined) await stopServer(server, stopTimeoutMs);
    });
    return this.released;
  }
}

function underLock<T>(home: Home, { timeoutMs }: Required<AcquireOptions>, work: () => Promise<T>): Promise<T> {
  return withExclusiveLock(home.lock, timeoutMs + stopTimeoutMs, work);
}

async function ensureServer(home: Home, options: Required<AcquireOptions>): Promise<RunningServer> {
  const password = home.password();
  const found = runningServer(home.data);
  if (found !== undefined && (await becomesReady(home, found, options))) return found;
  const started = await start(home, password, options);
  if (await becomesReady(home, started, options)) return started;
  throw new EmbeddedDatabaseFailed(`PostgreSQL ended at once; ${home.log} ends with:\n${tailOfServerLog(home.log, 0)}`);
}

/** False when the server ended before it was ready, as one does that was found while it shut down. */
async function becomesReady(
  home: Home,
  server: RunningServer,
  { timeoutMs }: Required<AcquireOptions>,
): Promise<boolean> {
  const isAlive = (): boolean => runningServer(home.data)?.pid === server.pid;
  try {
    await readyDatabase(urlOf(home, server), isAlive, timeoutMs);
    return true;
  } catch (error) {
    if (!isAlive()) return false;
    throw error;
  }
}

async function start(home: Home, password: string, options: Required<AcquireOptions>): Promise<RunningServer> {
  const binaries = await locateBinaries();
  const account = ServerAccount.choose([binaries.initdb, binaries.postgres, home.path], home.data);
  if (!isInitialised(home.data)) {
    options.log(`preparing a PostgreSQL database in ${home.data}`);
    await initialise(home.data, password, binaries, account);
  }
  options.log('starting PostgreSQL');
  return startServer({ home, binaries, account, settings: options.settings, timeoutMs: options.timeoutMs });
}

function urlOf(home: Home, server: RunningServer): string {
  return `postgres://${superuser}:${home.password()}@127.0.0.1:${server.port}/${databaseName}`;
}
