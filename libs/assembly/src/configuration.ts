import { resolve } from 'node:path';
import { checkEventStoreUrl } from '#event-store';
import { ValidationFailed, type Violation } from '#kernel';

/** Everything that the environment decides. */
export interface Configuration {
  /** TCP port of the HTTP service. */
  port: number;
  /** Address that it listens on. */
  host: string;
  /** Who derives read models and does what else goes on by itself: this process, or workers elsewhere. */
  work: 'here' | 'elsewhere';
  /** Folder of the embedded database and its secrets. */
  home: string;
  /** PostgreSQL of the read models; undefined for the embedded one. */
  databaseUrl: string | undefined;
  /** The event log, in PostgreSQL or EventStoreDB; undefined for the same database as the read models. */
  eventStoreUrl: string | undefined;
  logLevel: string;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** Only this machine may connect, unless it is asked for otherwise. */
const DEFAULT_HOST = '127.0.0.1';
export const DEFAULT_PORT = 3_000;

/** Reads the environment. Throws ValidationFailed that names the variables at fault. */
export function readConfiguration(env: NodeJS.ProcessEnv, defaultPort = DEFAULT_PORT): Configuration {
  const violations: Violation[] = [];
  const check = (holds: boolean, field: string, rule: string, message: string) => {
    if (!holds) violations.push({ field, rule, message });
  };

  const port = Number(env.PORT ?? defaultPort);
  check(
    Number.isInteger(port) && port >= 0 && port <= 65_535,
    'PORT',
    'port',
    'must be a whole number from 0 to 65535',
  );
  const host = env.HOST ?? DEFAULT_HOST;
  check(host.trim() !== '', 'HOST', 'not-empty', 'must be an address to listen on, such as 0.0.0.0');
  const work = env.RAPPORT_WORK ?? 'here';
  check(isPlaceOfWork(work), 'RAPPORT_WORK', 'enum', 'must be here, or elsewhere where there are workers');
  const logLevel = env.LOG_LEVEL ?? 'info';
  check(LOG_LEVELS.includes(logLevel), 'LOG_LEVEL', 'enum', `must be one of ${LOG_LEVELS.join(', ')}`);
  const databaseUrl = env.DATABASE_URL || undefined;
  check(isPostgres(databaseUrl), 'DATABASE_URL', 'scheme', 'must be a postgres:// URL');
  const eventStoreUrl = env.EVENT_STORE_URL || undefined;
  violations.push(...violationsOf(eventStoreUrl));

  if (violations.length > 0) throw new ValidationFailed(violations);
  return {
    port,
    host,
    work: work as Configuration['work'],
    home: resolve(env.RAPPORT_HOME ?? '.rapport'),
    databaseUrl,
    eventStoreUrl,
    logLevel,
  };
}

function isPlaceOfWork(text: string): boolean {
  return text === 'here' || text === 'elsewhere';
}

function violationsOf(eventStoreUrl: string | undefined): readonly Violation[] {
  try {
    if (eventStoreUrl !== undefined) checkEventStoreUrl(eventStoreUrl);
    return [];
  } catch (error) {
    if (error instanceof ValidationFailed) return error.violations;
    throw error;
  }
}

function isPostgres(url: string | undefined): boolean {
  return url === undefined || /^postgres(ql)?:\/\//.test(url);
}
