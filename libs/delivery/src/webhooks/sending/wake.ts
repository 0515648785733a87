/** Lets somebody wait until something has happened since he looked, so that nothing that happens meanwhile is missed. */
export class Wake {
  private calls = 0;
  private readonly waiting = new Set<() => void>();

  /** What to say to `after`; to be read before looking whether there is something to do. */
  get count(): number {
    return this.calls;
  }

  all(): void {
    this.calls += 1;
    for (const wake of [...this.waiting]) wake();
  }

  /** Until `all` has been called since the count was read, or the time is over. */
  async after(count: number, timeoutMs?: number): Promise<void> {
    if (this.calls !== count) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = timeoutMs === undefined ? undefined : setTimeout(wake, Math.min(timeoutMs, LONGEST_TIMER_MS));
      this.waiting.add(wake);
    });
  }
}

/** Node's timers take no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
