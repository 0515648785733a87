import { PAGE_BYTES } from '../../read/pages.js';
import { EVENT_COLUMNS } from '../read/stored-event-row.js';

/** The first rows of the log by a condition, cut where there are enough of them or of bytes; at least one. */
export function pageOfEvents(where: string, orderBy: string, limit: number): string {
  return `SELECT ${EVENT_COLUMNS} FROM (
    SELECT *, sum(octet_length(data) + octet_length(metadata))
              OVER (ORDER BY ${orderBy} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS bytes_before
    FROM (SELECT ${EVENT_COLUMNS} FROM log.event WHERE ${where} ORDER BY ${orderBy} LIMIT ${limit}) AS candidate
  ) AS sized
  WHERE bytes_before IS NULL OR bytes_before < ${PAGE_BYTES}
  ORDER BY ${orderBy}`;
}
