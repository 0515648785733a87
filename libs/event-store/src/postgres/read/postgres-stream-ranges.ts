import type { StoredEvent } from '../../port/stored-event.js';
import type { ReadRangeOptions, StreamRange, StreamRanges } from '../../port/stream-ranges.js';
import { pages } from '../../read/pages.js';
import type { Connections } from '../connection/connections.js';
import { withPatience } from '../connection/patience.js';
import { readRangePage } from '../sql/read-range-page.js';
import { splitStreams } from '../sql/split-streams.js';

/** The index that keeps revisions unique has the events by stream. */
export class PostgresStreamRanges implements StreamRanges {
  constructor(private readonly connections: Connections) {}

  async split(events: number): Promise<StreamRange[]> {
    const names = await withPatience(() => this.connections.forReading((client) => splitStreams(client, events)));
    const beginnings = ['', ...names];
    return beginnings.map((from, at) => ({ from, before: beginnings[at + 1] }));
  }

  read(range: StreamRange, { upTo, batchSize, signal }: ReadRangeOptions): AsyncIterable<StoredEvent[]> {
    return pages({
      fetch: (last, limit) =>
        withPatience(() =>
          this.connections.forReading((client) => readRangePage(client, range, { last, upTo, limit })),
        ),
      stopped: () => signal?.aborted ?? false,
      batchSize,
    });
  }
}
