import { escapeLiteral, type ClientBase } from 'pg';
import type { StoredEvent } from '../../port/stored-event.js';
import type { StreamRange } from '../../port/stream-ranges.js';
import { copyEvents } from '../read/copy-rows.js';
import { pageOfEvents } from './page-of-events.js';

/** Events of a range of streams up to a position, stream by stream, behind the one that was read last. */
export function readRangePage(
  client: ClientBase,
  { from, before }: StreamRange,
  page: { last: StoredEvent | undefined; upTo: bigint; limit: number },
): Promise<StoredEvent[]> {
  const { last, upTo, limit } = page;
  const conditions = [
    last
      ? `(stream, revision) > (${escapeLiteral(last.stream)}, ${last.revision})`
      : `stream >= ${escapeLiteral(from)}`,
    ...(before === undefined ? [] : [`stream < ${escapeLiteral(before)}`]),
    `position <= ${upTo}`,
  ];
  return copyEvents(client, pageOfEvents(conditions.join(' AND '), 'stream, revision', limit));
}
