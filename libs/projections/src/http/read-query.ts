import { Instant, Text } from '#kernel';

/** What every read may ask. */
export class ReadQuery {
  @Text({
    about: 'Wait until the read models have applied the log up to this position: read your own write',
    pattern: /^\d{1,19}$/,
    optional: true,
  })
  minPosition?: string;
}

/** A read that can be asked of the past. */
export class MomentQuery extends ReadQuery {
  @Instant({ about: 'What was true then: only what had happened by this time', optional: true })
  asOf?: string;

  @Instant({ about: 'What was known then: only what had been recorded by this time', optional: true })
  knownAt?: string;
}

/** Declares how many items a page has, on a query that cannot extend PageQuery because it extends another one. */
export const PageLimit = Text({
  about: 'Items to a page, 1 to 500; by default 50',
  pattern: /^([1-9]\d?|[1-4]\d\d|500)$/,
  optional: true,
});

/** Declares where a page begins, likewise. */
export const PageCursor = Text({ about: 'The `next` of the page before', max: 500, optional: true });

/** A read that answers in pages. */
export class PageQuery extends ReadQuery {
  @PageLimit
  limit?: string;

  @PageCursor
  cursor?: string;
}

export const DEFAULT_PAGE_SIZE = 50;

/** Items to a page, as a query asks or by default. */
export function pageSizeOf({ limit }: { limit?: string }): number {
  return limit === undefined ? DEFAULT_PAGE_SIZE : Number(limit);
}
