interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (reason: unknown) => void;
}

/** Starts what has the key to itself, and answers when that has ended. */
type Turn = () => Promise<void>;

/**
 * Work of the same key runs one after the other, and all else at the same time. What came in while a key was busy is
 * worked off together.
 */
export class Queues<Item, Result> {
  private readonly waiting = new Map<string, (Waiting<Item, Result> | Turn)[]>();

  /** `work` answers for each item, at its place. */
  constructor(
    private readonly work: (key: string, items: readonly Item[]) => Promise<PromiseSettledResult<Result>[]>,
    private readonly maxTogether: number,
  ) {}

  take(key: string, item: Item): Promise<Result> {
    return new Promise((resolve, reject) => this.enter(key, { item, resolve, reject }));
  }

  /** Does something that has all these keys to itself. */
  async alone<T>(keys: Iterable<string>, work: () => Promise<T>): Promise<T> {
    const releases: (() => void)[] = [];
    // In one order, so that two of them never wait for each other.
    for (const key of [...new Set(keys)].sort()) {
      await new Promise<void>((begin) => {
        const turn = () =>
          new Promise<void>((release) => {
            releases.push(release);
            begin();
          });
        this.enter(key, turn);
      });
    }
    try {
      return await work();
    } finally {
      for (const release of releases) release();
    }
  }

  private enter(key: string, entry: Waiting<Item, Result> | Turn): void {
    const queue = this.waiting.get(key);
    if (queue) {
      queue.push(entry);
      return;
    }
    this.waiting.set(key, [entry]);
    void this.workOff(key);
  }

  private async workOff(key: string): Promise<void> {
    const queue = this.waiting.get(key)!;
    while (queue.length > 0) {
      const [first] = queue;
      if (typeof first === 'function') {
        queue.shift();
        await first();
        continue;
      }
      const turn = queue.findIndex((entry) => typeof entry === 'function');
      const entries = queue.splice(0, Math.min(turn < 0 ? queue.length : turn, this.maxTogether)) as Waiting<
        Item,
        Result
      >[];
      try {
        const results = await this.work(
          key,
          entries.map(({ item }) => item),
        );
        entries.forEach(({ resolve, reject }, at) => {
          const result = results[at]!;
          if (result.status === 'fulfilled') resolve(result.value);
          else reject(result.reason);
        });
      } catch (error) {
        for (const { reject } of entries) reject(error);
      }
    }
    this.waiting.delete(key);
  }
}
