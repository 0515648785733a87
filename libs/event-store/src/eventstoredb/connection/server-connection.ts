import { EventStoreDBClient } from '@eventstore/db-client';
import type { CallOptions, Client, Metadata } from '@grpc/grpc-js';
import { Unavailable } from '#kernel';
import { isCallFailure, NoAnswer, STATUS, trailing } from '../protocol/call-failure.js';
import { StreamsClient } from '../protocol/messages.js';
import type { ConnectionSettings } from './connection-url.js';

export type CallArguments = [Metadata, CallOptions];

/**
 * What the client keeps for calls of its own. It finds the leader, keeps the channel, and knows how to prove who we are;
 * its public calls do not fit a ledger: they read metadata as JSON, which does not give back the same bytes, read `$all`
 * without a filter, and know no time limit in a batch.
 */
interface ClientInside {
  getGRPCClient(service: typeof StreamsClient, name: string): Promise<StreamsClient>;
  callArguments(options: { requiresLeader: boolean; deadline: number }): CallArguments;
  handleError(stub: Client, error: Error): Promise<void>;
}

/** The connection to a server or cluster, always to its leader: what was acknowledged can be read there at once. */
export class ServerConnection {
  private readonly inside: ClientInside;
  private closed = false;

  constructor(private readonly settings: ConnectionSettings) {
    const client = EventStoreDBClient.connectionString(settings.connectionString);
    this.inside = client as unknown as ClientInside;
  }

  get answerTimeoutMs(): number {
    return this.settings.answerTimeoutMs;
  }

  /** A call that is given up when it is not answered within the deadline. */
  call<T>(work: (stub: StreamsClient, args: CallArguments) => Promise<T>): Promise<T> {
    return this.withStub(this.settings.answerTimeoutMs, work);
  }

  /** A call that goes on for as long as it likes; whoever makes it watches over it. */
  openCall<T>(work: (stub: StreamsClient, args: CallArguments) => Promise<T>): Promise<T> {
    return this.withStub(Infinity, work);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    const [stub] = await Promise.allSettled([this.stub()]);
    if (stub.status === 'fulfilled') stub.value.close();
  }

  private async withStub<T>(
    deadline: number,
    work: (stub: StreamsClient, args: CallArguments) => Promise<T>,
  ): Promise<T> {
    if (this.closed) throw new Unavailable('the event store is closed');
    const stub = await this.stub();
    try {
      return await work(stub, this.inside.callArguments({ requiresLeader: true, deadline }));
    } catch (error) {
      await this.reconnectAfter(stub, error);
      throw error;
    }
  }

  /** Looking for a leader where there is none can take the client minutes; nobody waits for it that long. */
  private async stub(): Promise<StreamsClient> {
    const { answerTimeoutMs } = this.settings;
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      const tell = () => reject(new NoAnswer(`no leader was found within ${answerTimeoutMs} ms`));
      timer = setTimeout(tell, answerTimeoutMs);
    });
    try {
      return await Promise.race([this.inside.getGRPCClient(StreamsClient, 'rapport'), tooLong]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The next call looks for the leader anew, or goes to the one that was named. */
  private async reconnectAfter(stub: StreamsClient, error: unknown): Promise<void> {
    if (!isCallFailure(error)) return;
    const isMoved = trailing(error, 'exception') === 'not-leader';
    const namesLeader = isMoved && trailing(error, 'leader-endpoint-host') !== undefined;
    if (!isMoved && !LOST.has(error.code)) return;
    // Should the new channel not come about, the next call is told so.
    await this.inside.handleError(stub, namesLeader ? error : lost(error)).catch(() => undefined);
  }
}

const LOST = new Set<number>([STATUS.unavailable, STATUS.deadlineExceeded, STATUS.internal, STATUS.unknown]);

/** The client makes a new channel for one kind of failure only. */
function lost(error: Error): Error {
  return Object.assign(new Error(error.message), { code: STATUS.unavailable, details: error.message });
}
