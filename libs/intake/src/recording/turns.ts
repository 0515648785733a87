/** Lets work of the same key run one after the other, and all else at the same time. */
export class Turns {
  private readonly last = new Map<string, Promise<void>>();

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key);
    const result = before ? before.then(work) : work();
    const over = result.then(ignore, ignore);
    this.last.set(key, over);
    try {
      return await result;
    } finally {
      if (this.last.get(key) === over) this.last.delete(key);
    }
  }
}

function ignore(): void {
  // Whoever did the work has its result or its error; the next in line only waits for the end.
}
