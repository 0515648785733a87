import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** What rows are told apart by: values by dimension, and dimensions of which nothing may be known. */
export type KnownValues<Dimension extends string> = Partial<Record<Dimension, string>> & {
  missing?: Dimension | readonly Dimension[];
};

/**
 * Adds to a query that each dimension (a column, or an SQL expression over columns) has the value asked for. Lists and
 * reports share it, so that the list behind a number is that number long.
 */
export function whereKnown<Row extends ObjectLiteral, Dimension extends string>(
  query: SelectQueryBuilder<Row>,
  columns: Readonly<Record<Dimension, string>>,
  asked: KnownValues<Dimension>,
): SelectQueryBuilder<Row> {
  for (const dimension of Object.keys(columns) as Dimension[]) {
    const value = asked[dimension];
    if (value !== undefined) query.andWhere(`${columns[dimension]} = :${dimension}`, { [dimension]: value });
  }
  for (const dimension of [asked.missing ?? []].flat() as Dimension[]) query.andWhere(`${columns[dimension]} is null`);
  return query;
}
