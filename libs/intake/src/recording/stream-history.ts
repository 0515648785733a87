import {
  type ActualRevision,
  type EventCodec,
  IdempotencyConflict,
  type NewEvent,
  type StoredEvent,
} from '#event-store';
import { type DatedFact, eventIdOf, type FactCatalogue, type Memory, type NewFact } from '#kernel';
import type { Decisions, Evolve } from './decisions.js';
import { DecidedEvents, digestOfCommand, eventOfFact, furtherEventId } from './event-of-fact.js';
import type { FactToRecord, Recorded } from './fact-to-record.js';
import type { PublishedRules } from './published-rules.js';

/** A stream as decisions need it: plain to keep, as states are never changed in place. */
export interface StreamSnapshot {
  /** Its last event's revision. */
  revision: ActualRevision;
  states: ReadonlyMap<Evolve, unknown>;
}

/**
 * What one stream says, as far as decisions need it, and what is about to be appended to it. Taking an event moves it
 * on, so that the next fact is decided on top of the one before.
 */
export class StreamHistory {
  /** The last event's revision, planned events counted. */
  revision: ActualRevision = 'none';

  private readonly stored = new Map<string, StoredEvent>();
  private readonly planned = new Set<string>();
  private readonly states = new Map<Evolve, unknown>();

  /** `remembered`: the stream as it was once, instead of its events. */
  constructor(
    memories: Iterable<Memory<unknown>>,
    private readonly decisions: Decisions,
    private readonly rules: PublishedRules,
    private readonly codec: EventCodec,
    private readonly catalogue: FactCatalogue,
    readonly remembered?: StreamSnapshot,
  ) {
    for (const { evolve, initialState } of memories) {
      if (!this.states.has(evolve)) this.states.set(evolve, remembered?.states.get(evolve) ?? initialState());
    }
    if (remembered) {
      // What nobody asks about just now is kept up with the rest.
      for (const [evolve, state] of remembered.states) this.states.set(evolve, state);
      this.revision = remembered.revision;
    }
  }

  get snapshot(): StreamSnapshot {
    return { revision: this.revision, states: new Map(this.states) };
  }

  /** Takes in the next event of the stream. */
  take(event: StoredEvent): void {
    this.stored.set(event.id, event);
    this.revision = event.revision;
    const { id, type, data, metadata } = this.codec.decode(event);
    this.evolve({ id, type, data, occurredAt: metadata.occurredAt });
  }

  /** Ids of the events that were taken in and planned. */
  get ids(): string[] {
    return [...this.stored.keys(), ...this.planned];
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
      const before = this.stored.get(eventIdOf(fact.source, fact.sourceId));
      if (!before) {
        missing = true;
        continue;
      }
      if (!this.saysTheSame(before, fact)) throw new IdempotencyConflict(before.id);
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

  /** The events to append for facts that are recorded together. Throws RuleViolated, and is then as it was before. */
  plan(facts: readonly FactToRecord[], recordedAt: Date): NewEvent[] {
    const { revision } = this;
    const states = new Map(this.states);
    const planned: string[] = [];
    try {
      return facts.flatMap((fact) => this.planOne(fact, recordedAt, planned));
    } catch (error) {
      this.revision = revision;
      for (const [evolve, state] of states) this.states.set(evolve, state);
      for (const id of planned) this.planned.delete(id);
      throw error;
    }
  }

  private planOne(fact: FactToRecord, recordedAt: Date, planned: string[]): NewEvent[] {
    const events = new DecidedEvents(fact, this.catalogue);
    const encoded: NewEvent[] = [];
    const take = (decided: DatedFact | NewFact): DatedFact => {
      const event = events.add(decided);
      const { id, type, data, metadata } = event;
      const dated = { ...events.asked, id, type, data, occurredAt: metadata.occurredAt };
      planned.push(id);
      this.planned.add(id);
      this.revision = this.revision === 'none' ? 0 : this.revision + 1;
      this.evolve(dated);
      encoded.push(this.codec.encode(event, recordedAt));
      return dated;
    };
    const asked = { ...events.asked, recordedAt: recordedAt.toISOString() };
    this.decisions.decide(asked, (memory) => this.states.get(memory.evolve), this.rules, take);
    events.requireAsked();
    return encoded;
  }

  private saysTheSame(stored: StoredEvent, fact: FactToRecord): boolean {
    if (this.catalogue.isCommand(fact.type)) {
      return this.codec.decode(stored).metadata.requestDigest === digestOfCommand(fact);
    }
    // The time of recording does not count in the comparison: any will do.
    return this.codec.saysTheSame(stored, this.codec.encode(eventOfFact(fact, this.catalogue), new Date(0)));
  }

  private evolve(fact: DatedFact): void {
    for (const [evolve, state] of this.states) this.states.set(evolve, evolve(state, fact));
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
