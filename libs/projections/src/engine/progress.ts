import type { ProgressObserver } from './engine-options.js';

interface Waiter {
  isReached: () => boolean;
  wake: () => void;
}

/** How far this process has brought the slots of projections that it derives; those who wait are woken. */
export class Progress implements ProgressObserver {
  private positions: Map<string, bigint> | undefined;
  private readonly waiters = new Set<Waiter>();

  /** `observer` is told the same. */
  constructor(private readonly observer?: ProgressObserver) {}

  /** This process derives these slots from now on. */
  begin(positions: ReadonlyMap<string, bigint>): void {
    this.positions = new Map(positions);
    this.observer?.begin(positions);
    this.wakeAll();
  }

  advance(slots: readonly string[], position: bigint): void {
    for (const slot of slots) this.positions?.set(slot, position);
    this.observer?.advance(slots, position);
    for (const waiter of this.waiters) if (waiter.isReached()) waiter.wake();
  }

  /** It no longer does. */
  end(): void {
    this.positions = undefined;
    this.observer?.end();
    this.wakeAll();
  }

  /** Whether the committed rows of all these slots are at `position`; undefined when another process would know. */
  reached(position: bigint, slots: readonly string[]): boolean | undefined {
    const { positions } = this;
    if (!positions || !slots.every((slot) => positions.has(slot))) return undefined;
    return slots.every((slot) => positions.get(slot)! >= position);
  }

  /** Waits until they are, or who runs them changes, or the time is over. */
  async change(position: bigint, slots: readonly string[], timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => waiter.wake(), Math.min(timeoutMs, 2 ** 31 - 1));
      const waiter: Waiter = {
        isReached: () => this.reached(position, slots) ?? false,
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
