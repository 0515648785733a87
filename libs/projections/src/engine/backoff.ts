const FIRST_MS = 50;
const LONGEST_MS = 5_000;

/** How long to wait after the n-th failure in a row: doubling, with a little chance against marching in step. */
export class Backoff {
  private failures = 0;

  nextMs(): number {
    const ms = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.failures);
    this.failures += 1;
    return ms * (0.75 + Math.random() / 2);
  }

  reset(): void {
    this.failures = 0;
  }

  get count(): number {
    return this.failures;
  }
}
