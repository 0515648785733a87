import { decodeCursor, encodeCursor, pageSizeOf } from '#projections';
import type { Page } from '../queries/page.js';

/** The page that a query asks for. Throws ValidationFailed for a cursor that no list gave. */
export function pageAskedBy({ limit, cursor }: { limit?: string; cursor?: string }): Page {
  return {
    limit: pageSizeOf(limit === undefined ? {} : { limit }),
    ...(cursor === undefined ? {} : decodeCursor(cursor, ['after'])),
  };
}

/** What to give as cursor for the page after this one; null at the end. */
export function cursorAfter(after: number | null): string | null {
  return after === null ? null : encodeCursor({ after });
}
