/** One more is as good as 0, which only leads to itself. */
export const MAX_SEED = 2_147_483_646;

/** Whole numbers from 0 to below - 1, the same in every run (Lehmer, 48271 mod 2^31 - 1). `seed` is 1 to MAX_SEED. */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}
