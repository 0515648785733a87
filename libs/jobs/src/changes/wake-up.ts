/** Waits for a call that may have come already. */
export class WakeUp {
  private called = false;
  private wake: (() => void) | undefined;

  call(): void {
    this.called = true;
    this.wake?.();
  }

  /** Until it is called, or was since the last wait; at most so long. Answers whether it was called. */
  async wait(timeoutMs: number): Promise<boolean> {
    if (!this.called) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        timer = setTimeout(resolve, timeoutMs);
      });
      clearTimeout(timer);
      this.wake = undefined;
    }
    const { called } = this;
    this.called = false;
    return called;
  }
}
