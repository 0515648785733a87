import type { ProgressObserver } from './engine-options.js';

interface Waiter {
  isReached: () => boolean;
  wake: () => void;
}

/** How far this process has brought the projections, while it is the one that runs them; those who wait are woken. */
export class Progress implements ProgressObserver {
  private positions: Map<string, bigint> | undefined;
  private readonly waiters = new Set<Waiter>();

  /** `observer` is told the same. */
  constructor(private readonly observer?: ProgressObserver) {}

  /** This process runs the projections from now on. */
  begin(positions: ReadonlyMap<string, bigint>): void {
    this.positions = new Map(positions);
    this.observer?.begin(positions);
    this.wakeAll();
  }

  advance(names: readonly string[], position: bigint): void {
    for (const name of names) this.positions?.set(name, position);
    this.observer?.advance(names, position);
    for (const waiter of this.waiters) if (waiter.isReached()) waiter.wake();
  }

  /** It no longer does. */
  end(): void {
    this.positions = undefined;
    this.observer?.end();
    this.wakeAll();
  }

  /** Whether the committed rows of all these projections are at `position`; undefined when another process would know. */
  reached(position: bigint, names: readonly string[]): boolean | undefined {
    const { positions } = this;
    if (!positions) return undefined;
    return names.every((name) => (positions.get(name) ?? -1n) >= position);
  }

  /** Waits until they are, or who runs them changes, or the time is over. */
  async change(position: bigint, names: readonly string[], timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => waiter.wake(), Math.min(timeoutMs, 2 ** 31 - 1));
      const waiter: Waiter = {
        isReached: () => this.reached(position, names) ?? false,
        wake: () => {
          clearTimeout(timer);
          this.waiters.delete(waiter);
          resolve();
        },
      };
      this.waiters.add(waiter);
    });
  }

  private wakeAll(): void {
    for (const waiter of this.waiters) waiter.wake();
  }
}
