interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (reason: unknown) => void;
}

/**
 * Work of the same key runs one after the other, and all else at the same time. What came in while a key was busy is
 * worked off together.
 */
export class Queues<Item, Result> {
  private readonly waiting = new Map<string, Waiting<Item, Result>[]>();

  /** `work` answers for each item, at its place. */
  constructor(
    private readonly work: (key: string, items: readonly Item[]) => Promise<PromiseSettledResult<Result>[]>,
    private readonly maxTogether: number,
  ) {}

  take(key: string, item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const entry = { item, resolve, reject };
      const queue = this.waiting.get(key);
      if (queue) {
        queue.push(entry);
        return;
      }
      this.waiting.set(key, [entry]);
      void this.workOff(key);
    });
  }

  private async workOff(key: string): Promise<void> {
    const queue = this.waiting.get(key)!;
    while (queue.length > 0) {
      const entries = queue.splice(0, this.maxTogether);
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
