/** A seed that once failed, and why: it is run again by every `npm test`. */
export interface KnownSeed {
  seed: number;
  because: string;
}

export const KNOWN_SEEDS: readonly KnownSeed[] = [
  { seed: 3, because: 'a batch stored by two APIs at once in different orders was answered with wrong places' },
];
