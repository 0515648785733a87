import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** By what customers of the funnel can be told apart, and where that stands in their rows. */
export const FUNNEL_DIMENSIONS = {
  source: 'funnel.first_source',
  origin: 'funnel.origin',
  owner: 'funnel.owner',
} as const;
export type FunnelDimension = keyof typeof FUNNEL_DIMENSIONS;

/** Which customers: by what is known of them now, and by what is not; all that is given must hold. */
export interface FunnelFilter extends Partial<Record<FunnelDimension, string>> {
  /** A recorded fact of this kind has this value. */
  fact?: { kind: string; value: string };
  /** Only those of whom this is not known. */
  missing?: FunnelDimension;
}

/** Adds the conditions to a query over `funnel`. Every report and every list shares it. */
export function whereFunnel<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  filter: FunnelFilter,
): SelectQueryBuilder<Row> {
  for (const [dimension, column] of Object.entries(FUNNEL_DIMENSIONS)) {
    const value = filter[dimension as FunnelDimension];
    if (value !== undefined) query.andWhere(`${column} = :${dimension}`, { [dimension]: value });
  }
  if (filter.missing) query.andWhere(`${FUNNEL_DIMENSIONS[filter.missing]} is null`);
  if (filter.fact) {
    const { kind, value } = filter.fact;
    query.andWhere(`funnel.facts -> :factKind ->> 'value' = :factValue`, { factKind: kind, factValue: value });
  }
  return query;
}
