/** How large the published set is. */
export const STARBUCKS_SIZE = {
  members: 17_000,
  /** Of the transcript. */
  lines: 306_534,
  /** What an import comes to: members, lines, and the points of 126,238 purchases of a dollar or more and of all completed offers. */
  events: 483_351,
};

/** Hours from the first line of the transcript to the last. */
export const LAST_HOUR = 714;

/** The portfolio as it was published, ids apart. */
export const PORTFOLIO = [
  {
    id: 'offer-1',
    offer_type: 'bogo',
    difficulty: 10,
    reward: 10,
    duration: 7,
    channels: ['email', 'mobile', 'social'],
  },
  {
    id: 'offer-2',
    offer_type: 'bogo',
    difficulty: 10,
    reward: 10,
    duration: 5,
    channels: ['web', 'email', 'mobile', 'social'],
  },
  { id: 'offer-3', offer_type: 'bogo', difficulty: 5, reward: 5, duration: 7, channels: ['web', 'email', 'mobile'] },
  {
    id: 'offer-4',
    offer_type: 'bogo',
    difficulty: 5,
    reward: 5,
    duration: 5,
    channels: ['web', 'email', 'mobile', 'social'],
  },
  { id: 'offer-5', offer_type: 'discount', difficulty: 20, reward: 5, duration: 10, channels: ['web', 'email'] },
  {
    id: 'offer-6',
    offer_type: 'discount',
    difficulty: 7,
    reward: 3,
    duration: 7,
    channels: ['web', 'email', 'mobile', 'social'],
  },
  {
    id: 'offer-7',
    offer_type: 'discount',
    difficulty: 10,
    reward: 2,
    duration: 10,
    channels: ['web', 'email', 'mobile', 'social'],
  },
  {
    id: 'offer-8',
    offer_type: 'discount',
    difficulty: 10,
    reward: 2,
    duration: 7,
    channels: ['web', 'email', 'mobile'],
  },
  {
    id: 'offer-9',
    offer_type: 'informational',
    difficulty: 0,
    reward: 0,
    duration: 4,
    channels: ['web', 'email', 'mobile'],
  },
  {
    id: 'offer-10',
    offer_type: 'informational',
    difficulty: 0,
    reward: 0,
    duration: 3,
    channels: ['email', 'mobile', 'social'],
  },
] as const;

/** Those of them that can be completed come first. */
export const REWARDING = PORTFOLIO.filter(({ reward }) => reward > 0);

export type LineKind = 'transaction' | 'offer received' | 'offer viewed' | 'offer completed';

/** How many lines of the transcript are of which kind. */
export const LINES_OF_KIND: readonly (readonly [LineKind, number])[] = [
  ['transaction', 138_953],
  ['offer received', 76_277],
  ['offer viewed', 57_725],
  ['offer completed', 33_579],
];

/** What was paid, in cents, at some quantiles of the purchases; between two of them it rises evenly. */
export const CENTS_AT: readonly (readonly [quantile: number, cents: number])[] = [
  [0, 5],
  [0.1, 108],
  [0.25, 278],
  [0.5, 889],
  [0.75, 1_807],
  [0.9, 2_549],
  [0.99, 4_003],
  [0.999, 57_721],
  [1, 106_228],
];
