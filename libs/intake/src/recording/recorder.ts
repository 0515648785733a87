import { setTimeout as delay } from 'node:timers/promises';
import {
  type Append,
  type Appended,
  type EventCodec,
  type EventStore,
  type ExpectedRevision,
  meets,
  type NewEvent,
  RevisionConflict,
} from '#event-store';
import { customerOfStream, customerStream, type Decider, type FactCatalogue } from '#kernel';
import { CustomerHistory } from './customer-history.js';
import { eventOfFact } from './event-of-fact.js';
import type { FactToRecord, Recorded, RecordRequest } from './fact-to-record.js';
import { Rounds } from './rounds.js';
import { Turns } from './turns.js';

export interface RecorderOptions {
  store: EventStore;
  codec: EventCodec;
  catalogue: FactCatalogue;
  /** At most one per fact type. */
  deciders: readonly Decider<unknown>[];
  /** Time of recording; the system's clock by default. */
  clock?: () => Date;
}

/** How often a decision is taken again because the stream moved on meanwhile. */
const MAX_ATTEMPTS = 10;
const MAX_PAUSE_MS = 20;

/**
 * The way of every fact into the log: load what the customer's stream says, decide, append. Facts of types that need no
 * decision are appended without loading anything. Bodies have been checked by whoever calls.
 */
export class Recorder {
  private readonly deciderOf = new Map<string, Decider<unknown>>();
  private readonly turns = new Turns();
  private readonly clock: () => Date;

  constructor(private readonly options: RecorderOptions) {
    this.clock = options.clock ?? (() => new Date());
    for (const decider of options.deciders) {
      for (const type of decider.decides) {
        if (this.deciderOf.has(type)) throw new Error(`two deciders decide ${type}`);
        this.deciderOf.set(type, decider);
      }
    }
  }

  /** Whether facts of this type are decided on the customer's history. */
  decides(type: string): boolean {
    return this.deciderOf.has(type);
  }

  /**
   * Records facts of one customer together; durable when it answers. Facts in the log already are answered as the first
   * time, before anything is decided. It can throw:
   * - ValidationFailed, for an unknown type
   * - RuleViolated, when the customer's history does not allow a fact
   * - RevisionConflict, when the stream is not as expected, or moves on faster than decisions can be taken
   * - IdempotencyConflict, EventTooLarge, Unavailable, as the log says
   */
  async record(request: RecordRequest): Promise<Recorded> {
    const { facts } = request;
    const stream = streamOf(facts);
    const expectedRevision = request.expectedRevision ?? facts[0]?.expectedRevision ?? 'any';
    if (facts.some((fact) => this.deciderOf.has(fact.type))) {
      // Within a process decisions about one customer take turns: retrying is for other processes' appends.
      return this.turns.take(stream, () => this.decide(stream, facts, expectedRevision));
    }
    const recordedAt = this.clock();
    const events = facts.map((fact) => this.encode(fact, recordedAt));
    return answer(events, await this.options.store.append({ stream, expectedRevision, events }));
  }

  /**
   * Records many facts, each on its own: each one's answer or error stands at its own place. Facts of one customer keep
   * their order. Rejects as a whole only when the streams that decisions need cannot be read.
   */
  async recordMany(facts: readonly FactToRecord[]): Promise<PromiseSettledResult<Recorded>[]> {
    const outcomes = new Array<PromiseSettledResult<Recorded>>(facts.length);
    const histories = await this.loadHistories(facts);
    const { rounds, again, refused } = this.planMany(facts, histories, outcomes);
    const overtaken = new Set<string>();
    for (const round of rounds) {
      const standing = round.filter(({ place, append }) => {
        if (overtaken.has(append.stream)) again.push(place);
        return !overtaken.has(append.stream);
      });
      const appended = await this.options.store.appendMany(standing.map(({ append }) => append));
      appended.forEach((outcome, at) => {
        const { place, append } = standing[at]!;
        if (outcome.status === 'fulfilled') {
          outcomes[place] = { status: 'fulfilled', value: answer(append.events, outcome.value) };
          return;
        }
        const decided = histories.has(facts[place]!.customerId);
        if (decided) overtaken.add(append.stream);
        if (decided && outcome.reason instanceof RevisionConflict) again.push(place);
        else outcomes[place] = outcome;
      });
    }

    // What was decided on a history that was overtaken is decided anew, one by one and in its order.
    again.push(...refused.filter((place) => overtaken.has(customerStream(facts[place]!.customerId))));
    for (const place of again.sort((a, b) => a - b)) {
      outcomes[place] = await settled(this.record({ facts: [facts[place]!] }));
    }
    return outcomes;
  }

  /** What is to be appended for each fact; what can be answered without is put among the outcomes. */
  private planMany(
    facts: readonly FactToRecord[],
    histories: ReadonlyMap<string, CustomerHistory>,
    outcomes: PromiseSettledResult<Recorded>[],
  ): { rounds: Rounds; again: number[]; refused: number[] } {
    const rounds = new Rounds();
    const again: number[] = [];
    const refused: number[] = [];
    const recordedAt = this.clock();
    facts.forEach((fact, place) => {
      try {
        const history = histories.get(fact.customerId);
        if (!history) {
          const { expectedRevision = 'any' } = fact;
          const events = [this.encode(fact, recordedAt)];
          rounds.addIndependent({
            place,
            append: { stream: customerStream(fact.customerId), expectedRevision, events },
          });
          return;
        }
        const repeated = history.answerOf([fact]);
        if (repeated) outcomes[place] = { status: 'fulfilled', value: repeated };
        else if (history.hasPlanned(fact)) again.push(place);
        else rounds.addDependent({ place, append: this.plan(history, fact, recordedAt) });
      } catch (reason) {
        outcomes[place] = { status: 'rejected', reason };
        refused.push(place);
      }
    });
    return { rounds, again, refused };
  }

  private async decide(
    stream: string,
    facts: readonly FactToRecord[],
    expectedRevision: ExpectedRevision,
  ): Promise<Recorded> {
    const { store } = this.options;
    const decidedAnew = expectedRevision === 'any' || expectedRevision === 'exists';
    for (let attempt = 1; ; attempt += 1) {
      const history = this.historyFor(facts);
      for await (const batch of store.readStream(stream)) for (const event of batch) history.take(event);
      const repeated = history.answerOf(facts);
      if (repeated) return repeated;
      const { revision } = history;
      if (!meets(expectedRevision, revision)) throw new RevisionConflict(stream, expectedRevision, revision);
      const recordedAt = this.clock();
      const events = facts.flatMap((fact) => history.plan(fact, this.deciderOf.get(fact.type), recordedAt));
      try {
        return answer(events, await store.append({ stream, expectedRevision: revision, events }));
      } catch (error) {
        if (!(error instanceof RevisionConflict) || !decidedAnew || attempt >= MAX_ATTEMPTS) throw error;
        await delay(Math.random() * MAX_PAUSE_MS);
      }
    }
  }

  private plan(history: CustomerHistory, fact: FactToRecord, recordedAt: Date): Append {
    const stream = customerStream(fact.customerId);
    const { revision } = history;
    const { expectedRevision = 'any' } = fact;
    if (!meets(expectedRevision, revision)) throw new RevisionConflict(stream, expectedRevision, revision);
    const events = history.plan(fact, this.deciderOf.get(fact.type), recordedAt);
    return { stream, expectedRevision: revision, events };
  }

  /** The histories of the customers about whom something is to be decided, loaded together. */
  private async loadHistories(facts: readonly FactToRecord[]): Promise<Map<string, CustomerHistory>> {
    const factsByCustomer = new Map<string, FactToRecord[]>();
    for (const fact of facts) {
      if (this.deciderOf.has(fact.type)) factsByCustomer.set(fact.customerId, []);
    }
    const histories = new Map<string, CustomerHistory>();
    if (factsByCustomer.size === 0) return histories;
    for (const fact of facts) factsByCustomer.get(fact.customerId)?.push(fact);
    for (const [customerId, own] of factsByCustomer) histories.set(customerId, this.historyFor(own));
    const streams = [...histories.keys()].map(customerStream);
    for await (const batch of this.options.store.readStreams(streams)) {
      for (const event of batch) histories.get(customerOfStream(event.stream)!)!.take(event);
    }
    return histories;
  }

  private historyFor(facts: readonly FactToRecord[]): CustomerHistory {
    const deciders = new Set<Decider<unknown>>();
    for (const { type } of facts) {
      const decider = this.deciderOf.get(type);
      if (decider) deciders.add(decider);
    }
    return new CustomerHistory(deciders, this.options.codec, this.options.catalogue);
  }

  private encode(fact: FactToRecord, recordedAt: Date): NewEvent {
    return this.options.codec.encode(eventOfFact(fact, this.options.catalogue), recordedAt);
  }
}

function streamOf(facts: readonly FactToRecord[]): string {
  const [first, ...others] = facts;
  if (!first) throw new Error('nothing to record');
  if (others.some((fact) => fact.customerId !== first.customerId)) {
    throw new Error('facts that are recorded together must be of one customer');
  }
  return customerStream(first.customerId);
}

function answer(events: readonly NewEvent[], { revision, position, duplicate }: Appended): Recorded {
  return { eventIds: events.map((event) => event.id), revision, position, duplicate };
}

async function settled<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
  try {
    return { status: 'fulfilled', value: await work };
  } catch (reason) {
    return { status: 'rejected', reason };
  }
}
