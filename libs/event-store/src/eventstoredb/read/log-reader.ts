import type { StoredEvent } from '../../port/stored-event.js';
import { withPatienceFor } from '../../connection/patience.js';
import { bytesOfEvents, PAGE_BYTES } from '../../read/pages.js';
import type { ServerConnection } from '../connection/server-connection.js';
import type { LedgerStreams } from '../ledger-streams.js';
import { isCallFailure, isPassing, STATUS, trailing } from '../protocol/call-failure.js';
import { portErrorOf } from '../protocol/port-errors.js';
import { readPage, type ServerPage } from '../protocol/read-page.js';
import { type Direction, logRequest, streamRequest } from '../protocol/read-request.js';

/** Leaving out other ledgers' events can keep a server busy for a while before it has one to send. */
const LONGEST_SEARCH_MS = 60_000;

export interface LogPage {
  direction: Direction;
  /** Position behind which it begins, in the direction of reading. */
  after: bigint | undefined;
  limit: number;
}

export interface StreamPage {
  direction: Direction;
  /** Revision at which it begins, itself included. */
  from: number | undefined;
  limit: number;
}

/** Reads a page at a time, again when the connection is lost: nothing is open between two pages. */
export class LogReader {
  constructor(
    private readonly connection: ServerConnection,
    private readonly streams: LedgerStreams,
  ) {}

  /** As many events of one stream as were asked for, unless it ends or there are bytes enough. */
  streamPage(stream: string, { direction, from, limit }: StreamPage): Promise<StoredEvent[]> {
    const request = streamRequest(this.streams.onServer(stream), { direction, from, count: limit });
    return this.patiently(stream, async () => {
      try {
        const { events } = await readPage(this.connection, this.streams, request, this.connection.answerTimeoutMs);
        return events;
      } catch (error) {
        if (isStreamNotFound(error)) return [];
        throw error;
      }
    });
  }

  /** As many events of the ledger as were asked for, unless the log ends or there are bytes enough. */
  logPage(page: LogPage): Promise<StoredEvent[]> {
    return this.patiently(undefined, () => this.tryLogPage(page));
  }

  /** The same, once: a lost connection is the caller's to bear. */
  async tryLogPage({ direction, after, limit }: LogPage): Promise<StoredEvent[]> {
    const found: StoredEvent[] = [];
    let from = after;
    while (found.length < limit) {
      // Forwards the server begins with the event at the position itself, which is to be left out.
      const count = limit - found.length + 1;
      const page = await this.serverPage(direction, from, count);
      found.push(
        ...page.events.filter(({ position }) => isBehind(position, found.at(-1)?.position ?? after, direction)),
      );
      const hasEnded = !page.isFull && page.sent < count;
      if (hasEnded || page.last === from || bytesOfEvents(found) >= PAGE_BYTES) break;
      from = page.last;
    }
    return found.slice(0, limit);
  }

  /** Whether an event of the ledger stands at exactly this position, where there may be no event's beginning at all. */
  hasEventAt(position: bigint): Promise<boolean> {
    return this.patiently(undefined, async () => {
      try {
        const { events } = await this.serverPage('forwards', position, 1);
        return events[0]?.position === position;
      } catch (error) {
        // In the middle of a record the server finds nothing that it could read, and says so in one way or another.
        if (isCallFailure(error) && !isPassing(error) && portErrorOf(error, 'to read') === error) return false;
        throw error;
      }
    });
  }

  private serverPage(direction: Direction, from: bigint | undefined, count: number): Promise<ServerPage> {
    const request = logRequest(this.streams, { direction, from, count });
    return readPage(this.connection, this.streams, request, LONGEST_SEARCH_MS);
  }

  private async patiently<T>(stream: string | undefined, work: () => Promise<T>): Promise<T> {
    try {
      return await withPatienceFor(isPassing, work);
    } catch (error) {
      throw portErrorOf(error, 'to read', stream);
    }
  }
}

function isBehind(position: bigint, last: bigint | undefined, direction: Direction): boolean {
  if (last === undefined) return true;
  return direction === 'forwards' ? position > last : position < last;
}

function isStreamNotFound(error: unknown): boolean {
  return isCallFailure(error) && error.code === STATUS.notFound && trailing(error, 'exception') === 'stream-not-found';
}
