import { TooManyRequests } from '../errors/too-many-requests.js';

/**
 * Counts what each caller has under way at once, and refuses what is more than one caller, or all of them together, may
 * have.
 */
export class PerCallerLimit {
  private readonly countByCaller = new Map<string, number>();
  private total = 0;

  /** `what` is counted, in words and in the plural: it stands in the refusal. */
  constructor(
    private readonly max: number,
    private readonly what: string,
    private readonly maxOfAll = Infinity,
  ) {}

  /** How many are under way. */
  get open(): number {
    return this.total;
  }

  /** Callers that have something under way. */
  get callers(): number {
    return this.countByCaller.size;
  }

  /** Counts one more; what is answered gives it back, once however often it is called. Throws TooManyRequests. */
  take(caller: string): () => void {
    const count = this.countByCaller.get(caller) ?? 0;
    if (count >= this.max) {
      throw new TooManyRequests(`you have ${count} ${this.what} open, and that is as many as one caller may have`);
    }
    if (this.total >= this.maxOfAll) {
      throw new TooManyRequests(`${this.total} ${this.what} are open, and that is as many as there may be`);
    }
    this.total += 1;
    this.countByCaller.set(caller, count + 1);
    let taken = true;
    return () => {
      if (taken) this.giveBack(caller);
      taken = false;
    };
  }

  /** Who has nothing under way is forgotten, so that the memory of callers does not grow. */
  private giveBack(caller: string): void {
    this.total -= 1;
    const left = this.countByCaller.get(caller)! - 1;
    if (left > 0) this.countByCaller.set(caller, left);
    else this.countByCaller.delete(caller);
  }
}
