import { randomUUID } from 'node:crypto';
import { openEventStore } from '#event-store';
import type { Fault } from '../eventstoredb-double/faults.js';
import { startDouble } from '../eventstoredb-double/start-double.js';
import { SeverableProxy } from '../support/severable-proxy.js';
import { type ContractEngine, sameBody } from './event-store-contract.js';

/** A server, and the way to it, for one log. */
interface Server {
  url: string;
  cutConnections(): void;
  disturb?(which: number): void;
  stop(): Promise<void>;
}

/** Logs on the protocol double, each on one of its own; or on a real server where one is named. */
export const eventStoreDbEngine: ContractEngine = {
  // A server counts all of an append together, 1 MiB at most by default.
  largestEvent: { data: 700_000, metadata: 300_000 },
  async createLog() {
    const server = await startServer();
    const ledger = `contract-${randomUUID()}`;
    return {
      open: () => openEventStore({ url: withLedger(server.url, ledger), saysTheSame: sameBody }),
      cutConnections: async () => server.cutConnections(),
      ...(server.disturb ? { disturb: server.disturb } : {}),
      drop: () => server.stop(),
    };
  },
};

/** The real server that `npm run test:eventstoredb` was told of; undefined in `npm test`. */
export function realServerUrl(): string | undefined {
  return process.env['RAPPORT_TEST_EVENT_STORE_URL'] || undefined;
}

export async function startServer(): Promise<Server> {
  const real = realServerUrl();
  if (real === undefined) {
    const double = await startDouble();
    // What a real log is full of, and no ledger may see.
    double.log.note();
    return { ...double, disturb: (which) => double.faults.next(FAULTS[which % FAULTS.length]!) };
  }
  const [, scheme, credentials = '', host, port = '2113', rest = ''] = SINGLE_NODE.exec(real) ?? [];
  if (host === undefined) throw new Error('EVENT_STORE_URL must name one node, whose connections the tests can cut');
  const proxy = await SeverableProxy.start({ host, port: Number(port) });
  return {
    url: `${scheme}://${credentials}${proxy.address}${rest}`,
    cutConnections: () => proxy.cut(),
    stop: () => proxy.stop(),
  };
}

/** What an engine has to get over without anybody noticing. */
const FAULTS: readonly Fault[] = [
  'cut-before-write',
  'cut-after-write',
  'cut-while-reading',
  'answer-twice',
  'not-leader',
  'no-leader',
];

const SINGLE_NODE = /^([a-z]+):\/\/([^@/]*@)?([^:/?,]+)(?::(\d+))?\/?(\?.*)?$/;

export function withLedger(url: string, ledger: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}ledger=${ledger}`;
}
