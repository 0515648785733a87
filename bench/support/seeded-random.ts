/** Whole numbers from 0 to below - 1, the same in every run (Lehmer, 48271 mod 2^31 - 1). */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}
