import { decodeCursor, encodeCursor } from './cursor.js';
import { pageSizeOf } from './read-query.js';

/** Where a page of a list begins, and how long it may be. The list is in the order of `first_position`. */
export interface Page {
  limit: number;
  /** The place (position in the log) after which it begins. */
  after?: number;
}

/** The page that a query asks for. Throws ValidationFailed for a cursor that no list gave. */
export function pageAskedBy(query: { limit?: string; cursor?: string }): Page {
  return {
    limit: pageSizeOf(query),
    ...(query.cursor === undefined ? {} : decodeCursor(query.cursor, ['after'])),
  };
}

/**
 * Of rows read one beyond the page: those of the page, and the place after which the next one begins, null at the end.
 * A row's place never changes, so paging neither skips nor repeats any while events arrive.
 */
export function cutPage<Row extends { first_position: number }>(
  rows: readonly Row[],
  { limit }: Page,
): { rows: readonly Row[]; after: number | null } {
  const shown = rows.slice(0, limit);
  return { rows: shown, after: rows.length > limit ? shown.at(-1)!.first_position : null };
}

/** What to give as cursor for the page after this one; null at the end. */
export function cursorAfter(after: number | null): string | null {
  return after === null ? null : encodeCursor({ after });
}
