import type { FunnelUnit } from '../rules/funnel-unit.js';
import { type FunnelRow, historyAt, type PlaceInFunnel } from './funnel.js';

/** What of a row reports look at. */
export type RowOfUnit = PlaceInFunnel &
  Pick<FunnelRow, 'customer_id' | 'first_position' | 'first_of' | 'first_source' | 'origin' | 'owner' | 'facts'>;

/** The customer as reports see him at an instant (RFC 3339 in UTC). */
export function funnelUnitOf(row: RowOfUnit, instant: string): FunnelUnit {
  return {
    customerId: row.customer_id,
    place: row.first_position,
    stays: historyAt(row, instant),
    firstOf: row.first_of,
    source: row.first_source,
    origin: row.origin,
    owner: row.owner,
    facts: segmentsOf(row.facts),
  };
}

/** Values of facts by kind, without those that are too long to be kept. */
function segmentsOf(facts: FunnelRow['facts']): Record<string, string> {
  const known = Object.entries(facts ?? {});
  return Object.fromEntries(known.flatMap(([kind, { value }]) => (value === undefined ? [] : [[kind, value]])));
}
