/** The rules of a loyalty programme, as plain data; a change is a new version. */
export interface Program {
  name: string;
  version: number;
  /** So many points for every full `perWholeUnits` units (dollars, not cents) of what was paid in all. */
  earning: { points: number; perWholeUnits: number };
  /** Days from earning until the points can be used. */
  availableAfterDays: number;
  /** Points end so many calendar months after they were earned; null: never. */
  expiry: { policy: 'rolling'; months: number } | null;
}

/** What holds while nobody has published a programme: a point for every whole unit of currency, good for two years. */
export const DEFAULT_PROGRAM: Program = {
  name: 'default',
  version: 1,
  earning: { points: 1, perWholeUnits: 1 },
  availableAfterDays: 0,
  expiry: { policy: 'rolling', months: 24 },
};
