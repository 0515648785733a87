import type { Page, ReadModels } from '#projections/read-models';
import type { FunnelUnit } from '../rules/funnel-unit.js';
import { type FunnelReading, funnelUnits } from './funnel-units.js';

/** A page of what stands behind a number. */
export interface FunnelPage<Item> {
  items: Item[];
  /** Where to go on, or null at the end. */
  after: number | null;
}

/**
 * A page of the items that customers give, in the order in which the ledger came to know the customers. One customer's
 * items stay together, so a page may hold a few more than asked for.
 */
export async function listFunnel<Item>(
  readModels: ReadModels,
  reading: Omit<FunnelReading, 'after'>,
  { limit, after }: Page,
  itemsOf: (unit: FunnelUnit) => Item[],
): Promise<FunnelPage<Item>> {
  const items: Item[] = [];
  let last: number | null = null;
  for await (const units of funnelUnits(readModels, { ...reading, ...(after === undefined ? {} : { after }) })) {
    for (const unit of units) {
      const found = itemsOf(unit);
      if (found.length === 0) continue;
      if (items.length >= limit) return { items, after: last };
      items.push(...found);
      last = unit.place;
    }
  }
  return { items, after: null };
}
