import type { Page } from '../read-models/page.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { pageSizeOf } from './read-query.js';

/** The page that a query asks for. Throws ValidationFailed for a cursor that no list gave. */
export function pageAskedBy(query: { limit?: string; cursor?: string }): Page {
  return {
    limit: pageSizeOf(query),
    ...(query.cursor === undefined ? {} : decodeCursor(query.cursor, ['after'])),
  };
}

/** What to give as cursor for the page after this one; null at the end. */
export function cursorAfter(after: number | null): string | null {
  return after === null ? null : encodeCursor({ after });
}
