import type { Append } from '#event-store';

/** An append with the place of its fact in the batch. */
export interface PlacedAppend {
  place: number;
  append: Append;
}

/**
 * The appends of a batch, to be sent round after round. What is decided on top of another append stands in a later
 * round: were both sent at once, it could meet the revision that it expects although the one before it failed.
 */
export class Rounds {
  private readonly rounds: PlacedAppend[][] = [];
  private readonly depths = new Map<string, number>();

  /** An append on which nothing builds. */
  addIndependent(placed: PlacedAppend): void {
    this.add(0, placed);
  }

  /** An append that builds on those of its stream that were added before. */
  addDependent(placed: PlacedAppend): void {
    const { stream } = placed.append;
    const depth = this.depths.get(stream) ?? 0;
    this.depths.set(stream, depth + 1);
    this.add(depth, placed);
  }

  [Symbol.iterator](): Iterator<readonly PlacedAppend[]> {
    return this.rounds.values();
  }

  private add(depth: number, placed: PlacedAppend): void {
    (this.rounds[depth] ??= []).push(placed);
  }
}
