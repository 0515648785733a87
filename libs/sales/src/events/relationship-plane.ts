/** What a sale to a known customer rests on. */
export const RELATIONSHIP_PLANES = ['service', 'maintenance', 'upsell', 'cross_sell', 'renewal'] as const;
export type RelationshipPlane = (typeof RELATIONSHIP_PLANES)[number];
