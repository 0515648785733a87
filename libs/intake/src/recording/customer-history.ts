import {
  type ActualRevision,
  type EventCodec,
  IdempotencyConflict,
  type NewEvent,
  type StoredEvent,
} from '#event-store';
import { type DatedFact, type Decider, eventIdOf, type FactCatalogue } from '#kernel';
import { eventOfFact, eventsOfDecision, furtherEventId } from './event-of-fact.js';
import type { FactToRecord, Recorded } from './fact-to-record.js';

/**
 * What one customer's stream says, as far as decisions need it, and what is about to be appended to it. Taking an event
 * moves it on, so that the next fact is decided on top of the one before.
 */
export class CustomerHistory {
  /** The last event's revision, planned events counted. */
  revision: ActualRevision = 'none';

  private readonly stored = new Map<string, StoredEvent>();
  private readonly planned = new Set<string>();
  private readonly states: Map<Decider<unknown>, unknown>;

  constructor(
    deciders: Iterable<Decider<unknown>>,
    private readonly codec: EventCodec,
    private readonly catalogue: FactCatalogue,
  ) {
    this.states = new Map([...deciders].map((decider) => [decider, decider.initialState()]));
  }

  /** Takes in the next event of the stream. */
  take(event: StoredEvent): void {
    this.stored.set(event.id, event);
    this.revision = event.revision;
    const { id, type, data, metadata } = this.codec.decode(event);
    this.evolve({ id, type, data, occurredAt: metadata.occurredAt });
  }

  /** Whether the fact is among what was planned since the stream was loaded. */
  hasPlanned(fact: FactToRecord): boolean {
    return this.planned.has(eventIdOf(fact.source, fact.sourceId));
  }

  /**
   * The first answer to these facts, when the stream has them already. Throws IdempotencyConflict when it has only some
   * of them, or one that says something else.
   */
  answerOf(facts: readonly FactToRecord[]): Recorded | undefined {
    const found: StoredEvent[] = [];
    let missing = false;
    for (const fact of facts) {
      const offered = eventOfFact(fact, this.catalogue);
      const before = this.stored.get(offered.id);
      if (!before) {
        missing = true;
        continue;
      }
      // The time of recording does not count in the comparison: any will do.
      if (!this.codec.saysTheSame(before, this.codec.encode(offered, new Date(0)))) {
        throw new IdempotencyConflict(offered.id);
      }
      found.push(before, ...this.furtherEventsOf(before));
    }
    if (found.length === 0) return undefined;
    if (missing) throw new IdempotencyConflict(found[0]!.id);
    found.sort((a, b) => a.revision - b.revision);
    const last = found.at(-1)!;
    return {
      eventIds: found.map((event) => event.id),
      revision: last.revision,
      position: last.position,
      duplicate: true,
    };
  }

  /** The events to append for a fact, decided if its type has a decider. Throws RuleViolated. */
  plan(fact: FactToRecord, decider: Decider<unknown> | undefined, recordedAt: Date): NewEvent[] {
    const own = eventOfFact(fact, this.catalogue);
    const dated: DatedFact = { id: own.id, type: own.type, data: own.data, occurredAt: own.metadata.occurredAt };
    const events = decider
      ? eventsOfDecision(fact, decider.decide(dated, this.states.get(decider)), this.catalogue)
      : [own];
    for (const { id, type, data, metadata } of events) {
      this.planned.add(id);
      this.revision = this.revision === 'none' ? 0 : this.revision + 1;
      this.evolve({ id, type, data, occurredAt: metadata.occurredAt });
    }
    return events.map((event) => this.codec.encode(event, recordedAt));
  }

  private evolve(fact: DatedFact): void {
    for (const [decider, state] of this.states) this.states.set(decider, decider.evolve(state, fact));
  }

  private furtherEventsOf({ id }: StoredEvent): StoredEvent[] {
    const found: StoredEvent[] = [];
    for (let count = 1; ; count += 1) {
      const event = this.stored.get(furtherEventId(id, count));
      if (!event) return found;
      found.push(event);
    }
  }
}
