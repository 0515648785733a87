/** Where a page of a list begins, and how long it may be. The list is in the order of `first_position`. */
export interface Page {
  limit: number;
  /** The place (position in the log) after which it begins. */
  after?: number;
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
