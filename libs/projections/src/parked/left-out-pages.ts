import type { EventStore, StoredEvent } from '#event-store';
import type { Statements } from '../tables/table-rows.js';
import { type LeftOutRecord, readLeftOut, readLeftOutOfStreams } from './left-out-record.js';
import { readEventsAt } from './read-events-at.js';
import { readStreamsEvents } from './read-streams-events.js';

const PAGE_EVENTS = 2_000;

/** Left-out events in the order of the log: what is known of each, and what the log has of it. */
export interface LeftOutPage {
  records: readonly LeftOutRecord[];
  stored: readonly StoredEvent[];
}

/** All that a projection has left out but for what was skipped; or those of some streams, in one page. */
export async function* leftOutPages(
  statements: Statements,
  store: EventStore,
  projection: string,
  streams: readonly string[] | undefined,
): AsyncGenerator<LeftOutPage> {
  if (streams) {
    const records = await readLeftOutOfStreams(statements, projection, streams);
    yield { records, stored: await readStreamsEvents(store, records) };
    return;
  }
  for (let after = -1n; ;) {
    const records = await readLeftOut(statements, projection, { after, limit: PAGE_EVENTS });
    if (records.length === 0) return;
    const stored: StoredEvent[] = [];
    for await (const event of readEventsAt(
      store,
      records.map(({ position }) => position),
    ))
      stored.push(event);
    yield { records, stored };
    after = records.at(-1)!.position;
  }
}
