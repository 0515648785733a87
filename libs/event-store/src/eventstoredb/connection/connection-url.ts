import { ValidationFailed } from '#kernel';

/** What an EVENT_STORE_URL says, for the client and for us. */
export interface ConnectionSettings {
  /** As the client reads it. */
  connectionString: string;
  /** Whose streams in the server these are; undefined for all. */
  ledger: string | undefined;
  /** After how long an unanswered call is given up and sent again. */
  answerTimeoutMs: number;
}

/** The successor's schemes mean the same protocol; this client knows the old ones. */
const SCHEMES: Readonly<Record<string, string>> = {
  esdb: 'esdb',
  'esdb+discover': 'esdb+discover',
  kurrent: 'esdb',
  kurrentdb: 'esdb',
  'kurrent+discover': 'esdb+discover',
  'kurrentdb+discover': 'esdb+discover',
};

const DEFAULT_ANSWER_TIMEOUT_MS = 10_000;

/** Parameters that the client knows, and the one that is ours; others are a slip of the pen. */
const PARAMETERS = new Set([
  'connectionname',
  'defaultdeadline',
  'discoveryinterval',
  'gossiptimeout',
  'keepaliveinterval',
  'keepalivetimeout',
  'ledger',
  'maxdiscoverattempts',
  'nodepreference',
  'tls',
  'tlscafile',
  'usercertfile',
  'userkeyfile',
]);

const LEDGER_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;

/** Whether it is a URL of this engine. */
export function isEventStoreDbUrl(url: string): boolean {
  return schemeOf(url) in SCHEMES;
}

/**
 * Reads `esdb://user:password@host:port,…?key=value&…`, with `ledger=NAME` beside the client's own parameters.
 * Throws ValidationFailed that says what is wrong with it.
 */
export function connectionSettingsOf(url: string): ConnectionSettings {
  const scheme = SCHEMES[schemeOf(url)];
  if (scheme === undefined) return refuse('scheme', `must begin with one of ${Object.keys(SCHEMES).join('://, ')}://`);
  const [place = '', query] = url.slice(url.indexOf('://') + 3).split(/\?(.*)/s);
  const hosts = place.replace(/\/+$/, '');
  if (hosts === '' || hosts.endsWith('@')) return refuse('host', 'must name a host');
  const { parameters, passedOn } = parametersOf(query ?? '');
  return {
    connectionString: `${scheme}://${hosts}${passedOn.length > 0 ? `?${passedOn.join('&')}` : ''}`,
    ...checked(parameters),
  };
}

function parametersOf(query: string): { parameters: ReadonlyMap<string, string>; passedOn: readonly string[] } {
  const parameters = new Map<string, string>();
  const passedOn: string[] = [];
  for (const pair of query === '' ? [] : query.split('&')) {
    const [key = '', value = ''] = pair.split('=');
    const name = key.toLowerCase().replace(/[-_]/g, '');
    if (!PARAMETERS.has(name)) return refuse('parameter', `has the parameter ${key || pair}, which nobody knows`);
    if (value === '') return refuse('parameter', `has the parameter ${key} without a value`);
    parameters.set(name, decoded(key, value));
    if (name !== 'ledger') passedOn.push(pair);
  }
  return { parameters, passedOn };
}

function checked(parameters: ReadonlyMap<string, string>): Pick<ConnectionSettings, 'ledger' | 'answerTimeoutMs'> {
  const ledger = parameters.get('ledger');
  if (ledger !== undefined && !LEDGER_NAME.test(ledger)) {
    return refuse('ledger', 'has a ledger whose name is not made of letters, digits, dots, hyphens and underscores');
  }
  const preference = parameters.get('nodepreference') ?? 'leader';
  if (preference.toLowerCase() !== 'leader') {
    return refuse('nodePreference', 'must leave nodePreference at leader: what was acknowledged must be read at once');
  }
  const answerTimeoutMs = Number(parameters.get('defaultdeadline') ?? DEFAULT_ANSWER_TIMEOUT_MS);
  if (!Number.isInteger(answerTimeoutMs) || answerTimeoutMs <= 0) {
    return refuse('defaultDeadline', 'must have a defaultDeadline of whole milliseconds, more than 0');
  }
  return { ledger, answerTimeoutMs };
}

function decoded(key: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return refuse('parameter', `has the parameter ${key} with a % that is no escape`);
  }
}

function schemeOf(url: string): string {
  return url.slice(0, Math.max(0, url.indexOf('://'))).toLowerCase();
}

/** The URL itself stays out of it: there may be a password in it. */
function refuse(rule: string, message: string): never {
  throw new ValidationFailed([{ field: 'EVENT_STORE_URL', rule, message }]);
}
