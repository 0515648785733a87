import type { Metadata, ServiceError } from '@grpc/grpc-js';
import type { DoubleLog } from './double-log.js';
import type { Faults } from './faults.js';
import type { ReadCall } from './read-messages.js';
import { accessDenied, noLeader, notLeader } from './refusals.js';

/** One node of the double, as its services see it. */
export interface NodeContext {
  log: DoubleLog;
  faults: Faults;
  maxAppendSize: number;
  isLeader(): boolean;
  leader(): { host: string; port: number };
  cutConnections(): void;
  /** Subscriptions that have been told to say no more, without being ended. */
  silenced: WeakSet<object>;
  subscriptions: Set<ReadCall>;
  /** Counts what subscriptions have given to the network. */
  sent: { events: number };
}

/** Why a call is not taken at all; undefined when it is. */
export function refusalOf(node: NodeContext, metadata: Metadata): ServiceError | undefined {
  if (node.faults.take('access-denied')) return accessDenied();
  if (node.faults.take('no-leader')) return noLeader();
  const needsLeader = metadata.get('requires-leader')[0] === 'true';
  if (node.faults.take('not-leader') || (needsLeader && !node.isLeader())) return notLeader(node.leader());
  return undefined;
}
