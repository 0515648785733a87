import { TooManyRequests } from '#kernel';

export interface StreamLimits {
  /** Open streams of the process. */
  all: number;
  /** Of them, from one remote address. */
  ofAddress: number;
}

const RETRY_AFTER_SECONDS = 10;

/** Who reads streams at the moment: each holds a connection, and a batch of events while he is slow. */
export class StreamPlaces {
  private readonly taken = new Map<string, number>();
  private total = 0;

  constructor(private readonly limits: StreamLimits) {}

  get open(): number {
    return this.total;
  }

  /** Takes a place, which is given back by calling the answer. Throws TooManyRequests when there is none. */
  take(address: string): () => void {
    const own = this.taken.get(address) ?? 0;
    if (this.total >= this.limits.all) throw refusal(`${this.limits.all} streams are open`);
    if (own >= this.limits.ofAddress) {
      throw refusal(`${this.limits.ofAddress} streams to ${address} are open; one with several types saves the others`);
    }
    this.taken.set(address, own + 1);
    this.total += 1;
    let held = true;
    return () => {
      if (held) this.giveBack(address);
      held = false;
    };
  }

  private giveBack(address: string): void {
    const own = this.taken.get(address)! - 1;
    if (own > 0) this.taken.set(address, own);
    else this.taken.delete(address);
    this.total -= 1;
  }
}

function refusal(message: string): TooManyRequests {
  return new TooManyRequests(message, RETRY_AFTER_SECONDS);
}
