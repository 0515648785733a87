import type { Touch } from './touch.js';

/** What of a contact a purchase is put down to. */
export const ATTRIBUTION_KEYS = ['source', 'channel', 'campaign', 'type'] as const;
export type AttributionKey = (typeof ATTRIBUTION_KEYS)[number];

/** Which contact a purchase is put down to: the first of all, or the last one before it. */
export const ATTRIBUTION_TOUCHES = ['first', 'last'] as const;
export type AttributionTouch = (typeof ATTRIBUTION_TOUCHES)[number];

/** What of a contact is looked at; what it does not say may be missing. */
export type Attributable = Partial<Pick<Touch, AttributionKey>>;

export interface AttributedGroup {
  /** null: there was no contact before the purchase, or it does not say. */
  group: string | null;
  customers: number;
}

/** How many purchases are put down to what; null among the touches: no contact before the purchase. Most first. */
export function attributed(touches: readonly (Attributable | null)[], by: AttributionKey): AttributedGroup[] {
  const counts = new Map<string | null, number>();
  for (const touch of touches) {
    const group = touch?.[by] ?? null;
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return [...counts]
    .map(([group, customers]) => ({ group, customers }))
    .sort((a, b) => b.customers - a.customers || ((a.group ?? '') < (b.group ?? '') ? -1 : 1));
}
