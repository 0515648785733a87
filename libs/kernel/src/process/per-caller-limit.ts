import { TooManyRequests } from '../errors/too-many-requests.js';

/** Counts what each caller has under way at once, and refuses what is more than one caller may have. */
export class PerCallerLimit {
  private readonly countByCaller = new Map<string, number>();

  /** `what` is counted, in words and in the plural: it stands in the refusal. */
  constructor(
    private readonly max: number,
    private readonly what: string,
  ) {}

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
    this.countByCaller.set(caller, count + 1);
    let taken = true;
    return () => {
      if (taken) this.giveBack(caller);
      taken = false;
    };
  }

  /** Who has nothing under way is forgotten, so that the memory of callers does not grow. */
  private giveBack(caller: string): void {
    const left = this.countByCaller.get(caller)! - 1;
    if (left > 0) this.countByCaller.set(caller, left);
    else this.countByCaller.delete(caller);
  }
}
