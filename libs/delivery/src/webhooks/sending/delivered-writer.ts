/**
 * Writes down what was delivered: what comes while a write is under way goes together into the next one, so that many
 * quick receivers' answers cost few statements.
 */
export class DeliveredWriter {
  private gathering: { positions: bigint[]; written: Promise<void> } | undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly write: (positions: readonly bigint[]) => Promise<void>) {}

  /** Resolves when it is durable. Throws what the write throws. */
  add(position: bigint): Promise<void> {
    if (this.gathering) {
      this.gathering.positions.push(position);
      return this.gathering.written;
    }
    const positions = [position];
    const before = this.last;
    const written = (async () => {
      // An earlier write that failed is told to those who waited for it.
      await before.catch(() => undefined);
      this.gathering = undefined;
      await this.write(positions);
    })();
    this.gathering = { positions, written };
    this.last = written;
    return written;
  }
}
