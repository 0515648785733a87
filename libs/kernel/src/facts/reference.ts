import type { DatedFact } from './event.js';

/**
 * Rules that somebody publishes and others go by: a programme, a funnel's stages. They have a stream of their own, and
 * what stands in it is folded into plain data that decisions, policies and projections are given. A fact is dealt with
 * by the rules published before it was recorded; which of them were in force when it happened, the data itself says.
 */
export interface Reference<Published> {
  name: string;
  /** The stream in which the rules are published. */
  stream: string;
  /** What holds before anything is published. */
  initialState(): Published;
  /** Pure; must not change `published` in place. */
  evolve(published: Published, fact: DatedFact): Published;
}

/** Keeps a reference's own type inside while lists hold references of any. */
export type AnyReference = Reference<unknown>;

/** States of a reference by the position from which on they hold. */
export class ReferenceTimeline<Published = unknown> {
  private readonly states: { position: bigint; state: Published }[] = [];
  private readonly first: Published;

  constructor(readonly reference: Reference<Published>) {
    this.first = reference.initialState();
  }

  /** Position of the last publication that was taken in; 0 when there is none. */
  get position(): bigint {
    return this.states.at(-1)?.position ?? 0n;
  }

  /** What holds after the last publication that was taken in. */
  get current(): Published {
    return this.states.at(-1)?.state ?? this.first;
  }

  /** Takes in the next event of the stream; one that was taken in already is passed over. */
  take(event: DatedFact & { position: bigint }): void {
    if (event.position <= this.position) return;
    this.states.push({ position: event.position, state: this.reference.evolve(this.current, event) });
  }

  /** What was published before this position. */
  before(position: bigint): Published {
    for (let at = this.states.length - 1; at >= 0; at -= 1) {
      const { position: since, state } = this.states[at]!;
      if (since < position) return state;
    }
    return this.first;
  }
}
