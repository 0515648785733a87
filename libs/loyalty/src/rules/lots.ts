/** When the points of a lot can be used. Times are RFC 3339 in UTC. */
export interface LotTimes {
  lotId: string;
  earnedAt: string;
  availableFrom: string;
  /** From then on they are gone; null: never. */
  expiresAt: string | null;
}

export type LotStatus = 'pending' | 'active' | 'expired';

/** Usable from `availableFrom` on and until just before `expiresAt`. */
export function lotStatusAt({ availableFrom, expiresAt }: Omit<LotTimes, 'lotId' | 'earnedAt'>, at: string): LotStatus {
  if (hasExpired(expiresAt, at)) return 'expired';
  return at < availableFrom ? 'pending' : 'active';
}

export function hasExpired(expiresAt: string | null, at: string): boolean {
  return expiresAt !== null && at >= expiresAt;
}

/** The order of use: what ends first, what never ends last; then what was earned first; then by id. */
export function inOrderOfUse(a: LotTimes, b: LotTimes): number {
  return (
    compareEnds(a.expiresAt, b.expiresAt) || compareTexts(a.earnedAt, b.earnedAt) || compareTexts(a.lotId, b.lotId)
  );
}

function compareEnds(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareTexts(a, b);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
