import { escapeLiteral, type ClientBase } from 'pg';
import type { StoredEvent } from '../../port/stored-event.js';
import { copyEvents } from '../read/copy-rows.js';
import { pageOfEvents } from './page-of-events.js';
import type { Direction } from './read-log-page.js';

/** Events of one stream from a revision, itself included. */
export function readStreamPage(
  client: ClientBase,
  stream: string,
  page: { direction: Direction; from: number | undefined; limit: number },
): Promise<StoredEvent[]> {
  const backwards = page.direction === 'backwards';
  const bound = page.from === undefined ? '' : `AND revision ${backwards ? '<=' : '>='} ${page.from}`;
  const where = `stream = ${escapeLiteral(stream)} ${bound}`;
  return copyEvents(client, pageOfEvents(where, backwards ? 'revision DESC' : 'revision', page.limit));
}
