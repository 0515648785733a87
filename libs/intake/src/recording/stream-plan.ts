import { type Append, type Appended, meets, type NewEvent, RevisionConflict } from '#event-store';
import type { Recorded, RecordRequest } from './fact-to-record.js';
import type { StreamHistory } from './stream-history.js';

/** A request with the place at which its outcome is waited for. */
export interface PlacedRequest extends RecordRequest {
  place: number;
}

interface Span {
  place: number;
  eventIds: string[];
}

/**
 * Requests about one stream, each decided on top of the one before, to be appended in one step. When the append fails,
 * or when what was refused was decided on a stream that is only remembered, all of that has to be decided again.
 */
export class StreamPlan {
  /** Answered without an append: known before. */
  readonly answered: { place: number; recorded: Recorded }[] = [];
  readonly refused: { place: number; reason: unknown }[] = [];
  /** The same fact as one planned before it: to be decided when that one is stored. */
  readonly repeated: number[] = [];

  private readonly expectedRevision;
  private readonly events: NewEvent[] = [];
  private readonly spans: Span[] = [];

  constructor(
    readonly stream: string,
    readonly history: StreamHistory,
  ) {
    this.expectedRevision = history.revision;
  }

  add({ place, facts, expectedRevision = facts[0]?.expectedRevision ?? 'any' }: PlacedRequest, recordedAt: Date): void {
    const { history } = this;
    try {
      const recorded = history.answerOf(facts);
      if (recorded) {
        this.answered.push({ place, recorded });
        return;
      }
      if (facts.some((fact) => history.hasPlanned(fact))) {
        this.repeated.push(place);
        return;
      }
      if (!meets(expectedRevision, history.revision)) {
        throw new RevisionConflict(this.stream, expectedRevision, history.revision);
      }
      const events = history.plan(facts, recordedAt);
      this.spans.push({ place, eventIds: events.map(({ id }) => id) });
      this.events.push(...events);
    } catch (reason) {
      this.refused.push({ place, reason });
    }
  }

  /** What is to be appended; undefined when there is nothing. */
  get append(): Append | undefined {
    const { stream, expectedRevision, events } = this;
    return events.length === 0 ? undefined : { stream, expectedRevision, events };
  }

  /** Places whose outcome hangs on the append. */
  get appending(): number[] {
    return this.spans.map(({ place }) => place);
  }

  /** Each request's own answer out of that of the whole append. */
  answers(
    { revision, position, duplicate }: Appended,
    hasGaplessPositions: boolean,
  ): { place: number; recorded: Recorded }[] {
    let behind = this.events.length;
    return this.spans.map(({ place, eventIds }) => {
      behind -= eventIds.length;
      return {
        place,
        recorded: {
          eventIds,
          revision: revision - behind,
          position: hasGaplessPositions ? position - BigInt(behind) : position,
          duplicate,
        },
      };
    });
  }
}
