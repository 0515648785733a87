/**
 * Whether this process has been asked to stop. From then on it counts as not ready, finishes what is under way, and ends
 * by itself what would go on for ever: long-lived streams listen to `signal`.
 */
export class Draining {
  private readonly controller = new AbortController();

  /** Aborted when draining begins. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get hasBegun(): boolean {
    return this.controller.signal.aborted;
  }

  begin(): void {
    this.controller.abort();
  }
}
