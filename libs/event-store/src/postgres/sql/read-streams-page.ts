import { escapeLiteral, type ClientBase } from 'pg';
import type { StoredEvent } from '../../port/stored-event.js';
import { copyEvents } from '../read/copy-rows.js';
import { pageOfEvents } from './page-of-events.js';

/** Events of some streams, stream by stream, behind the one that was read last. */
export function readStreamsPage(
  client: ClientBase,
  streams: readonly string[],
  after: { stream: string; revision: number } | undefined,
  limit: number,
): Promise<StoredEvent[]> {
  const names = streams.map(escapeLiteral).join(', ');
  const bound = after ? `AND (stream, revision) > (${escapeLiteral(after.stream)}, ${after.revision})` : '';
  return copyEvents(client, pageOfEvents(`stream = ANY (ARRAY[${names}]) ${bound}`, 'stream, revision', limit));
}
