import { setTimeout as delay } from 'node:timers/promises';
import {
  type Append,
  type Appended,
  type EventCodec,
  type EventStore,
  IdempotencyConflict,
  type NewEvent,
  RevisionConflict,
} from '#event-store';
import { type Decider, type FactCatalogue, type Policy, Unavailable } from '#kernel';
import { Decisions } from './decisions.js';
import { eventOfFact } from './event-of-fact.js';
import type { FactToRecord, Recorded, RecordRequest } from './fact-to-record.js';
import { PublishedRules } from './published-rules.js';
import { Queues } from './queues.js';
import { StreamHistories } from './stream-histories.js';
import { type PlacedRequest, StreamPlan } from './stream-plan.js';

export interface RecorderOptions {
  store: EventStore;
  codec: EventCodec;
  catalogue: FactCatalogue;
  /** At most one per fact type. */
  deciders: readonly Decider<unknown>[];
  policies?: readonly Policy<unknown>[];
  /** Time of recording; the system's clock by default. */
  clock?: () => Date;
  /** Of how many events decisions remember the outcome; 500,000 by default, some 100 bytes each and their states. */
  rememberedEvents?: number;
}

type Outcome = PromiseSettledResult<Recorded>;

/** How often a decision is taken again because the stream moved on meanwhile. */
const MAX_ATTEMPTS = 10;
const MAX_ATTEMPTS_AT_SAME = 3;
const FIRST_PAUSE_MS = 20;
/** Others that append to the stream without a pause leave room for one decision at last. */
const MAX_PAUSE_MS = 500;
/** Decisions about one stream that are appended together when they have to wait for one another. */
const MAX_TOGETHER = 100;
const REMEMBERED_EVENTS = 500_000;

/**
 * The way of every fact into the log: load what its stream says, decide, append. Facts that need no decision, and from
 * which nothing follows, are appended without loading anything. Bodies have been checked by whoever calls.
 */
export class Recorder {
  private readonly decisions: Decisions;
  private readonly rules: PublishedRules;
  private readonly histories: StreamHistories;
  private readonly queues: Queues<RecordRequest, Recorded>;
  private readonly clock: () => Date;

  constructor(private readonly options: RecorderOptions) {
    const { store, codec, catalogue, deciders, policies = [], rememberedEvents = REMEMBERED_EVENTS } = options;
    this.decisions = new Decisions(deciders, policies);
    this.rules = new PublishedRules(this.decisions.references, store, codec);
    const { decisions, rules } = this;
    this.histories = new StreamHistories({ store, codec, catalogue, decisions, rules, rememberedEvents });
    // Within a process decisions about one stream take turns: retrying is for other processes' appends.
    this.queues = new Queues((stream, requests) => this.decideTogether(stream, requests), MAX_TOGETHER);
    this.clock = options.clock ?? (() => new Date());
  }

  /** Whether the stream's history is needed to record the fact, by the rules as last read. */
  decides(fact: FactToRecord): boolean {
    return this.decisions.memoriesFor(fact, this.rules).length > 0;
  }

  /**
   * Records facts of one stream together; durable when it answers. Facts in the log already are answered as the first
   * time, before anything is decided. It can throw:
   * - ValidationFailed, for an unknown type
   * - RuleViolated, when the stream's history does not allow a fact
   * - RevisionConflict, when the stream is not as expected, or moves on faster than decisions can be taken
   * - IdempotencyConflict, EventTooLarge, Unavailable, as the log says
   */
  async record(request: RecordRequest): Promise<Recorded> {
    const stream = streamOf(request.facts);
    await this.rules.refreshIfOld();
    try {
      const decides = request.facts.some((fact) => this.decides(fact));
      return await (decides ? this.queues.take(stream, request) : this.recordAsIs(stream, request));
    } finally {
      if (this.rules.areIn(stream)) this.rules.expire();
    }
  }

  private async recordAsIs(stream: string, request: RecordRequest): Promise<Recorded> {
    const { facts } = request;
    const expectedRevision = request.expectedRevision ?? facts[0]?.expectedRevision ?? 'any';
    const recordedAt = this.clock();
    const append = { stream, expectedRevision, events: facts.map((fact) => this.encode(fact, recordedAt)) };
    const appended = await this.options.store.append(append);
    this.histories.follow(stream, appended, facts);
    return { eventIds: idsOf(append.events), ...appended };
  }

  /**
   * Records many facts, each on its own: each one's answer or error stands at its own place. Facts of one stream keep
   * their order, and rules that are published among them hold for what comes behind. Rejects as a whole only when what
   * decisions need cannot be read.
   */
  async recordMany(facts: readonly FactToRecord[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const part of this.partsByRules(facts)) {
      try {
        outcomes.push(...(await this.recordPart(part)));
      } finally {
        if (this.rules.areIn(part.at(-1)!.stream)) this.rules.expire();
      }
    }
    return outcomes;
  }

  /** The facts in their order, each part ending where rules have been published. */
  private partsByRules(facts: readonly FactToRecord[]): FactToRecord[][] {
    const parts: FactToRecord[][] = [];
    let isPublishing = false;
    for (const fact of facts) {
      const isRule = this.rules.areIn(fact.stream);
      if (parts.length === 0 || (isPublishing && !isRule)) parts.push([]);
      parts.at(-1)!.push(fact);
      isPublishing = isRule;
    }
    return parts;
  }

  private async recordPart(facts: readonly FactToRecord[]): Promise<Outcome[]> {
    await this.rules.refresh();
    const decided = facts.filter((fact) => this.decides(fact)).map(({ stream }) => stream);
    const { outcomes, again } = await this.queues.alone(decided, () => this.recordTogether(facts));
    // What was decided on a history that was overtaken is decided anew, one by one and in its order.
    for (const place of again.sort((a, b) => a - b)) {
      outcomes[place] = await settled(this.record({ facts: [facts[place]!] }));
    }
    return outcomes;
  }

  /** The outcomes, and the places of those facts that have none yet. */
  private async recordTogether(facts: readonly FactToRecord[]): Promise<{ outcomes: Outcome[]; again: number[] }> {
    const outcomes = new Array<Outcome>(facts.length);
    const again: number[] = [];
    const plans = await this.planStreams(facts);
    const appends: { append: Append; plan?: StreamPlan; place: number }[] = [];
    for (const plan of plans.values()) {
      for (const { place, recorded } of plan.answered) outcomes[place] = { status: 'fulfilled', value: recorded };
      again.push(...plan.repeated);
      if (plan.append) appends.push({ append: plan.append, plan, place: plan.appending[0]! });
      else this.refuse(plan, plan.history.remembered !== undefined, outcomes, again);
    }
    this.addIndependent(facts, plans, appends, outcomes);
    // Appends are stored in the order in which they are given.
    appends.sort((a, b) => a.place - b.place);
    const appended = await this.options.store.appendMany(appends.map(({ append }) => append));
    appended.forEach((outcome, at) => {
      const { append, plan, place } = appends[at]!;
      if (plan) this.settlePlan(plan, outcome, outcomes, again);
      else outcomes[place] = this.settleFact(facts[place]!, append, outcome);
    });
    return { outcomes, again };
  }

  private addIndependent(
    facts: readonly FactToRecord[],
    plans: ReadonlyMap<string, StreamPlan>,
    appends: { append: Append; place: number }[],
    outcomes: Outcome[],
  ): void {
    const recordedAt = this.clock();
    facts.forEach((fact, place) => {
      const { stream, expectedRevision = 'any' } = fact;
      if (plans.has(stream)) return;
      try {
        appends.push({ place, append: { stream, expectedRevision, events: [this.encode(fact, recordedAt)] } });
      } catch (reason) {
        outcomes[place] = { status: 'rejected', reason };
      }
    });
  }

  /** The plans of the streams about which something is to be decided; their histories are loaded together. */
  private async planStreams(facts: readonly FactToRecord[]): Promise<Map<string, StreamPlan>> {
    const requests = new Map<string, PlacedRequest[]>();
    for (const fact of facts) if (!requests.has(fact.stream) && this.decides(fact)) requests.set(fact.stream, []);
    facts.forEach((fact, place) => requests.get(fact.stream)?.push({ place, facts: [fact] }));

    const histories = await this.histories.ofMany(requests);
    const recordedAt = this.clock();
    const plans = new Map<string, StreamPlan>();
    for (const [stream, history] of histories) {
      const plan = new StreamPlan(stream, history);
      for (const request of requests.get(stream)!) plan.add(request, recordedAt);
      plans.set(stream, plan);
    }
    return plans;
  }

  /**
   * What was refused stands, unless it was decided on what turned out not to be so, or may not be so any more. What an
   * append has found to be so is: deciding anew would set it behind what came after it.
   */
  private refuse({ refused }: StreamPlan, isDoubtful: boolean, outcomes: Outcome[], again: number[]): void {
    for (const { place, reason } of refused) {
      if (isDoubtful) again.push(place);
      else outcomes[place] = { status: 'rejected', reason };
    }
  }

  private settlePlan(
    plan: StreamPlan,
    outcome: PromiseSettledResult<Appended>,
    outcomes: Outcome[],
    again: number[],
  ): void {
    const { stream, history, refused } = plan;
    if (outcome.status === 'rejected' && outcome.reason instanceof Unavailable) {
      // Each of them alone would wait for the log once more.
      this.histories.forget(stream);
      for (const place of [...plan.appending, ...refused.map((each) => each.place)]) outcomes[place] = outcome;
      return;
    }
    // What another request has stored meanwhile may lie in another order, with others between: the stream says where.
    const isSettled = outcome.status === 'fulfilled' && !outcome.value.duplicate;
    this.refuse(plan, !isSettled, outcomes, again);
    if (!isSettled) {
      this.histories.forget(stream);
      again.push(...plan.appending);
      return;
    }
    this.histories.remember(stream, history);
    for (const { place, recorded } of plan.answers(outcome.value, this.options.store.hasGaplessPositions)) {
      outcomes[place] = { status: 'fulfilled', value: recorded };
    }
  }

  private settleFact(fact: FactToRecord, { events, stream }: Append, outcome: PromiseSettledResult<Appended>): Outcome {
    if (outcome.status === 'rejected') return outcome;
    this.histories.follow(stream, outcome.value, [fact]);
    return { status: 'fulfilled', value: { eventIds: idsOf(events), ...outcome.value } };
  }

  private async decideTogether(stream: string, requests: readonly RecordRequest[]): Promise<Outcome[]> {
    const outcomes = new Array<Outcome>(requests.length);
    const placed = requests.map((request, place) => ({ ...request, place }));
    let open: PlacedRequest[] = placed;
    for (let attempt = 1; open.length > 0; attempt += 1) {
      await this.rules.refresh();
      const remembered = attempt === 1 ? this.histories.recall(stream, open) : undefined;
      const history = remembered ?? (await this.histories.load(stream, open));
      const plan = new StreamPlan(stream, history);
      const recordedAt = this.clock();
      for (const request of open) plan.add(request, recordedAt);
      const again: number[] = [...plan.repeated];
      for (const { place, recorded } of plan.answered) outcomes[place] = { status: 'fulfilled', value: recorded };
      if (plan.append) {
        const appended = await settled(this.options.store.append(plan.append));
        const error: unknown = appended.status === 'rejected' ? appended.reason : undefined;
        if (error !== undefined && !(error instanceof Unavailable) && !mayBeOvertaken(error, attempt)) {
          this.histories.forget(stream);
          return this.decideApart(stream, placed, open, outcomes, error);
        }
        this.settlePlan(plan, appended, outcomes, again);
        if (error !== undefined)
          await delay(Math.random() * Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
      } else {
        this.refuse(plan, remembered !== undefined, outcomes, again);
      }
      open = placed.filter(({ place }) => again.includes(place));
    }
    return outcomes;
  }

  /** After an append that cannot be repaired by deciding anew: one request must not fail with another's error. */
  private async decideApart(
    stream: string,
    placed: readonly PlacedRequest[],
    open: readonly PlacedRequest[],
    outcomes: Outcome[],
    error: unknown,
  ): Promise<Outcome[]> {
    for (const request of open) {
      const [outcome] =
        placed.length === 1
          ? [{ status: 'rejected' as const, reason: error }]
          : await this.decideTogether(stream, [request]);
      outcomes[request.place] = outcome!;
    }
    return outcomes;
  }

  private encode(fact: FactToRecord, recordedAt: Date): NewEvent {
    return this.options.codec.encode(eventOfFact(fact, this.options.catalogue), recordedAt);
  }
}

function streamOf(facts: readonly FactToRecord[]): string {
  const [first, ...others] = facts;
  if (!first) throw new Error('nothing to record');
  if (others.some(({ stream }) => stream !== first.stream)) {
    throw new Error('facts that are recorded together must be of one stream');
  }
  return first.stream;
}

/** Whether the stream may have moved on since it was read: deciding anew finds out. */
function mayBeOvertaken(error: unknown, attempt: number): boolean {
  if (error instanceof RevisionConflict) return attempt < MAX_ATTEMPTS;
  // Another process may just have stored the same; if not, it stands in another stream, and stays a conflict.
  return error instanceof IdempotencyConflict && attempt < MAX_ATTEMPTS_AT_SAME;
}

function idsOf(events: readonly NewEvent[]): string[] {
  return events.map(({ id }) => id);
}

async function settled<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
  try {
    return { status: 'fulfilled', value: await work };
  } catch (reason) {
    return { status: 'rejected', reason };
  }
}
