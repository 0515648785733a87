/** Where a page of a list begins, and how long it may be. */
export interface Page {
  limit: number;
  /** The place (position in the log) after which it begins. */
  after?: number;
}

/** The items of a page, and the place after which the next one begins; null at the end. */
export function cutPage<Row extends { first_position: number }>(
  rows: readonly Row[],
  { limit }: Page,
): { rows: readonly Row[]; after: number | null } {
  const shown = rows.slice(0, limit);
  return { rows: shown, after: rows.length > limit ? shown.at(-1)!.first_position : null };
}
