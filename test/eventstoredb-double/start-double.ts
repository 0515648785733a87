import { randomUUID } from 'node:crypto';
import type { SeverableProxy } from '../support/severable-proxy.js';
import { DoubleLog } from './double-log.js';
import { type DoubleNode, startNode } from './double-node.js';
import { Faults } from './faults.js';
import { gossip, uuidOf } from './messages.js';
import { checkpoint, type ReadCall, send } from './read-messages.js';

/** A stand-in for a server of the EventStoreDB protocol, in memory, that can be told to misbehave. */
export interface EventStoreDbDouble {
  /** Straight to the first node, without TLS. */
  url: string;
  /** To all nodes, by way of gossip: the client looks for the leader. */
  clusterUrl: string;
  log: DoubleLog;
  faults: Faults;
  proxies: readonly SeverableProxy[];
  /** How many events subscriptions have given to the network. */
  sent: { readonly events: number };
  /** Makes another node the leader; the others send callers there. */
  elect(node: number): void;
  cutConnections(): void;
  /** Subscriptions that are there now get nothing any more, and are not told so. Answers how many. */
  silenceSubscriptions(): number;
  /** Tells every subscription that it has seen all up to a position, whatever it has seen. */
  tellCheckpoint(position: bigint): Promise<void>;
  stop(): Promise<void>;
}

export interface DoubleOptions {
  nodes?: number;
  /** Bytes of one append; 1 MiB is what servers take by default. */
  maxAppendSize?: number;
}

const DEFAULT_MAX_APPEND_SIZE = 1_048_576;

export async function startDouble(options: DoubleOptions = {}): Promise<EventStoreDbDouble> {
  const { nodes: count = 1, maxAppendSize = DEFAULT_MAX_APPEND_SIZE } = options;
  const log = new DoubleLog();
  const faults = new Faults();
  const silenced = new WeakSet<object>();
  const subscriptions = new Set<ReadCall>();
  const sent = { events: 0 };
  const nodes: DoubleNode[] = [];
  let leader = 0;
  const cutConnections = (): void => nodes.forEach(({ proxy }) => proxy.cut());
  const clusterInfo = (): gossip.ClusterInfo => infoOf(nodes, leader);
  for (let index = 0; index < count; index += 1) {
    const node = await startNode(
      {
        log,
        faults,
        maxAppendSize,
        silenced,
        subscriptions,
        sent,
        isLeader: () => leader === index,
        leader: () => ({ host: '127.0.0.1', port: nodes[leader]!.proxy.port }),
        cutConnections,
      },
      clusterInfo,
    );
    nodes.push(node);
  }
  return {
    url: `esdb://${nodes[0]!.proxy.address}?tls=false`,
    clusterUrl: `esdb://${nodes.map(({ proxy }) => proxy.address).join(',')}?tls=false`,
    log,
    faults,
    sent,
    proxies: nodes.map(({ proxy }) => proxy),
    elect: (node) => void (leader = node),
    cutConnections,
    silenceSubscriptions() {
      for (const call of subscriptions) silenced.add(call);
      return subscriptions.size;
    },
    async tellCheckpoint(position) {
      for (const call of subscriptions) await send(call, checkpoint(position));
    },
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

function infoOf(nodes: readonly DoubleNode[], leader: number): gossip.ClusterInfo {
  const info = new gossip.ClusterInfo();
  info.setMembersList(
    nodes.map(({ proxy }, index) => {
      const endPoint = new gossip.EndPoint();
      endPoint.setAddress('127.0.0.1');
      endPoint.setPort(proxy.port);
      const member = new gossip.MemberInfo();
      member.setInstanceId(uuidOf(randomUUID()));
      member.setTimeStamp('0');
      const { LEADER, FOLLOWER } = gossip.MemberInfo.VNodeState;
      member.setState(index === leader ? LEADER : FOLLOWER);
      member.setIsAlive(true);
      member.setHttpEndPoint(endPoint);
      return member;
    }),
  );
  return info;
}
