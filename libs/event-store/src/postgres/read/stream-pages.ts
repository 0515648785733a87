import type { StoredEvent } from '../../port/stored-event.js';
import type { Connections } from '../connection/connections.js';
import { withPatience } from '../connection/patience.js';
import { readStreamsPage } from '../sql/read-streams-page.js';
import { pages } from '../../read/pages.js';

/** Streams asked for in one statement. */
const STREAMS_AT_ONCE = 500;

/** Whole streams, however many: their names go to the database in portions. */
export async function* streamPages(
  connections: Connections,
  streams: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<StoredEvent[]> {
  const names = [...new Set(streams)];
  for (let at = 0; at < names.length; at += STREAMS_AT_ONCE) {
    const portion = names.slice(at, at + STREAMS_AT_ONCE);
    yield* pages({
      fetch: (last, limit) =>
        withPatience(() => connections.forReading((client) => readStreamsPage(client, portion, last, limit))),
      stopped: () => signal?.aborted ?? false,
    });
  }
}
