import type { EventToStore } from '#event-store';
import type { FactCatalogue, Policy } from '#kernel';
import type { CloudEventReader } from '../cloud-events/cloud-event-reader.js';
import type { Joined } from '../mappings/joined-rows.js';
import type { Mapping } from '../mappings/mapping.js';
import { starbucks, TRANSCRIPT_START } from '../presets/starbucks/starbucks.js';
import { DecidedEvents } from '../recording/event-of-fact.js';
import type { FactToRecord } from '../recording/fact-to-record.js';
import type { LogPlan } from './log-plan.js';
import { MadeUpStarbucks } from './made-up-starbucks.js';
import { LAST_HOUR, PORTFOLIO } from './starbucks-shape.js';

/** A fact with what follows from it, to be stored together. */
export interface MadeUpEvents {
  fact: FactToRecord;
  events: EventToStore[];
  /** As if every fact had been recorded at once, and the members on the first day. */
  recordedAt: Date;
}

export interface MadeUpLogOptions {
  plan: LogPlan;
  reader: CloudEventReader;
  catalogue: FactCatalogue;
  policies: readonly Policy<unknown>[];
}

const OFFERS = new Map<unknown, object>(PORTFOLIO.map((offer) => [offer.id, offer]));
const JOINED: Joined = { portfolio: { get: (id) => OFFERS.get(id), all: (id) => [OFFERS.get(id)] } };

/**
 * The events of a plan in their order: registrations, then 30 days of offers and purchases. Made-up rows go through the
 * mapping and the checks of an imported file; then every policy is asked what follows, as if the customer had no history
 * and nobody had published rules. With the history the recorder gets the same answer: the set has no returns, redemptions
 * or purchase numbers, no decider decides facts of its kinds, and the programme that holds until another is published
 * knows neither caps nor tiers. So nothing has to be remembered of any customer, however large the log.
 */
export class MadeUpLog implements Iterable<MadeUpEvents> {
  private readonly rules;

  constructor(private readonly options: MadeUpLogOptions) {
    this.rules = options.policies.map((policy) => ({
      policy,
      state: policy.initialState(),
      published: policy.reference?.initialState(),
    }));
  }

  *[Symbol.iterator](): Generator<MadeUpEvents> {
    const { events, customers, seed } = this.options.plan;
    const rows = new MadeUpStarbucks(seed, customers);
    const [profile, transcript] = starbucks.parts.map(({ mappingOf }) => mappingOf(''));
    for (let member = 0; member < customers; member += 1) {
      yield this.record(this.factOf(profile!, rows.profile(member), member + 1), new Date(TRANSCRIPT_START));
    }
    let made = customers;
    for (let line = 1; made < events; line += 1) {
      const hour = Math.floor(((LAST_HOUR + 1) * (made - customers)) / (events - customers));
      // From an offer that is viewed nothing follows: one event is left, and one it is.
      const row = made === events - 1 ? rows.line(hour, 'offer viewed') : rows.line(hour);
      const fact = this.factOf(transcript!, row, line);
      const recorded = this.record(fact, new Date(fact.occurredAt));
      made += recorded.events.length;
      yield recorded;
    }
  }

  private factOf(mapping: Mapping, row: object, number: number): FactToRecord {
    const event = mapping.eventsOf(row, number, JOINED) as object;
    return this.options.reader.read({ ...event, source: this.options.plan.source });
  }

  private record(fact: FactToRecord, recordedAt: Date): MadeUpEvents {
    const decided = new DecidedEvents(fact, this.options.catalogue);
    const events = [decided.add(decided.asked)];
    for (const { policy, state, published } of this.rules) {
      if (!policy.follows(fact, published)) continue;
      for (const next of policy.follow(decided.asked, state, published)) events.push(decided.add(next));
    }
    return { fact, events, recordedAt };
  }
}
