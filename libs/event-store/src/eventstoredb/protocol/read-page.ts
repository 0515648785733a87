import type { ClientReadableStream } from '@grpc/grpc-js';
import type { StoredEvent } from '../../port/stored-event.js';
import { PAGE_BYTES } from '../../read/pages.js';
import type { ServerConnection } from '../connection/server-connection.js';
import type { LedgerStreams } from '../ledger-streams.js';
import { NoAnswer } from './call-failure.js';
import type { ReadReq, ReadResp } from './messages.js';
import { positionOf, receivedFrom } from './recorded-event.js';

export interface ServerPage {
  /** The ledger's events among them. */
  events: StoredEvent[];
  /** How many the server sent, the ledger's or not. */
  sent: number;
  /** Position of the last one that it sent. */
  last: bigint | undefined;
  /** Whether it was cut by its bytes before the server had sent all. */
  isFull: boolean;
}

/**
 * One reading of a bounded number of events, ended early when there are bytes enough. The stream of gRPC takes no more
 * from the network than is read of it. Throws NoAnswer when nothing comes for so long.
 */
export function readPage(
  connection: ServerConnection,
  streams: LedgerStreams,
  request: ReadReq,
  silenceMs: number,
): Promise<ServerPage> {
  return connection.openCall(async (stub, args) => {
    const call = stub.read(request, ...args);
    // Giving up the call makes it fail once more, after everybody has left.
    call.on('error', () => undefined);
    const silence = watchSilence(call, silenceMs);
    try {
      const page = await collect(call, streams, silence.heard);
      if (silence.isOver()) throw new NoAnswer(`the server has said nothing for ${silenceMs} ms`);
      return page;
    } catch (error) {
      throw silence.isOver()
        ? new NoAnswer(`the server has said nothing for ${silenceMs} ms`, { cause: error })
        : error;
    } finally {
      silence.stop();
      call.cancel();
    }
  });
}

async function collect(
  call: ClientReadableStream<ReadResp>,
  streams: LedgerStreams,
  heard: () => void,
): Promise<ServerPage> {
  const page: ServerPage = { events: [], sent: 0, last: undefined, isFull: false };
  let bytes = 0;
  for await (const message of call as AsyncIterable<ReadResp>) {
    heard();
    const received = receivedFrom(message, streams);
    // What comes twice over a lost and mended way is taken once.
    if (!received || positionOf(received) === page.last) continue;
    page.sent += 1;
    page.last = positionOf(received);
    if ('passed' in received) continue;
    const { event } = received;
    page.events.push(event);
    bytes += event.data.length + event.metadata.length;
    if (bytes >= PAGE_BYTES) return { ...page, isFull: true };
  }
  return page;
}

function watchSilence(call: ClientReadableStream<ReadResp>, silenceMs: number) {
  let over = false;
  const timer = setTimeout(() => {
    over = true;
    call.cancel();
  }, silenceMs);
  return { heard: () => void timer.refresh(), isOver: () => over, stop: () => clearTimeout(timer) };
}
