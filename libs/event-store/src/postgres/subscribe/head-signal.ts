/** The highest position heard of, and those who wait for a higher one. */
export class HeadSignal {
  private highest = 0n;
  private readonly wakers = new Set<() => void>();

  get head(): bigint {
    return this.highest;
  }

  /** To be called when positions up to this one can be read. */
  rise(head: bigint): void {
    if (head <= this.highest) return;
    this.highest = head;
    this.wakeAll();
  }

  wakeAll(): void {
    for (const wake of [...this.wakers]) wake();
  }

  /**
   * Until the head is another than the one `seen` before reading, which so loses nothing that came meanwhile; at the
   * latest after `timeoutMs`, or when the signal is aborted, or when all are woken.
   */
  async changeFrom(seen: bigint, timeoutMs: number, signal?: AbortSignal): Promise<void> {
    if (this.highest !== seen || signal?.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.wakers.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, timeoutMs);
      this.wakers.add(wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}
