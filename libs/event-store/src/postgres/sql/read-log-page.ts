import type { ClientBase } from 'pg';
import type { StoredEvent } from '../../port/stored-event.js';
import { copyEvents } from '../read/copy-rows.js';
import { pageOfEvents } from './page-of-events.js';

export type Direction = 'forwards' | 'backwards';

/** Events of the whole log behind a position (in the direction of reading); from its end when there is none given. */
export function readLogPage(
  client: ClientBase,
  page: { direction: Direction; after: bigint | undefined; limit: number },
): Promise<StoredEvent[]> {
  const { direction, after, limit } = page;
  if (direction === 'forwards') {
    return copyEvents(client, pageOfEvents(`position > ${after ?? 0n}`, 'position', limit));
  }
  const where = after === undefined ? 'true' : `position < ${after}`;
  return copyEvents(client, pageOfEvents(where, 'position DESC', limit));
}
