import type { LotAt } from './lot-at.js';

/** What ends at one instant; null: what never does. */
export interface ExpiryAt {
  at: string | null;
  /** Usable at the instant that is asked for. */
  points: number;
  /** Not usable yet. */
  pending: number;
}

/** What will expire, and when, if nothing is used: the soonest first, what never does last. */
export function expiriesOf(lots: readonly LotAt[]): ExpiryAt[] {
  const byTime = new Map<string | null, ExpiryAt>();
  for (const { expiresAt, remaining, status } of lots) {
    if (status === 'expired' || remaining === 0) continue;
    const expiry = byTime.get(expiresAt) ?? { at: expiresAt, points: 0, pending: 0 };
    byTime.set(expiresAt, {
      ...expiry,
      ...(status === 'active' ? { points: expiry.points + remaining } : { pending: expiry.pending + remaining }),
    });
  }
  return [...byTime.values()].sort((a, b) => ((a.at ?? '~') < (b.at ?? '~') ? -1 : 1));
}
