import type { Lease } from './lease.js';
import type { Leases } from './leases.js';
import { quotaOf } from './quota.js';

/**
 * One process's part in leases that several processes share evenly. Whoever uses it calls `settle` between two pieces of
 * work, and goes on until `changed` is aborted: then it has too many, too few, or has lost some.
 */
export class SharedLeases {
  private held: Lease[] = [];
  private quota = 0;
  /** How many `settle` has answered with. */
  private answered = 0;
  private changing = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly leases: Leases,
    private readonly pool: string,
    private readonly names: readonly string[],
    private readonly onError: (error: unknown) => void = () => undefined,
    /**
     * Whether this process can do a part of the work only: then it takes none while there are others in the pool, and
     * what is free while there are not.
     */
    private readonly isPartial: () => boolean = () => false,
  ) {}

  /** Aborted when what `settle` answered with is not right any more. */
  get changed(): AbortSignal {
    return this.changing.signal;
  }

  /** Gives back what is too much, takes what is free and due. Throws what the driver throws. */
  async settle(): Promise<readonly Lease[]> {
    clearTimeout(this.timer);
    await this.looking;
    this.changing = new AbortController();
    this.held = this.held.filter(({ lost }) => !lost.aborted);
    await this.look();
    const surplus = this.held.splice(this.quota);
    await this.leases.release(surplus);
    if (this.held.length < this.quota) await this.take();
    for (const { lost } of this.held) lost.addEventListener('abort', () => this.changing.abort(), { once: true });
    this.answered = this.held.length;
    this.lookLater();
    return [...this.held];
  }

  /** Gives all back. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.looking;
    await this.leases.release(this.held);
    await this.leases.leave(this.pool);
  }

  private async look(): Promise<void> {
    if (!this.isPartial()) {
      const members = await this.leases.join(this.pool);
      this.quota = quotaOf(this.leases.owner, members, this.names.length);
      return;
    }
    await this.leases.leave(this.pool);
    const others = await this.leases.members(this.pool);
    this.quota = others.length > 0 ? 0 : this.names.length;
  }

  private async take(): Promise<void> {
    const mine = new Set(this.held.map(({ name }) => name));
    const missing = this.names.filter((name) => !mine.has(name));
    // One by one: of those that are free, not more than are due.
    for (const name of missing) {
      if (this.held.length >= this.quota) break;
      const [lease] = await this.leases.tryAcquire([name]);
      if (lease) this.held.push(lease);
    }
  }

  private lookLater(): void {
    if (this.closed) return;
    this.timer = setTimeout(() => {
      this.looking = this.lookAgain();
    }, this.leases.ttlMs / 5);
  }

  private async lookAgain(): Promise<void> {
    try {
      await this.look();
      if (this.held.length < this.quota) await this.take();
    } catch (error) {
      this.onError(error);
    }
    // Also when only some could be taken before the database was lost: nobody else would do their work.
    if (this.held.length !== this.answered || this.held.length > this.quota) return this.changing.abort();
    if (!this.changing.signal.aborted) this.lookLater();
  }
}
