import { setTimeout as delay } from 'node:timers/promises';
import type { ClientFaultKind } from '../plan/fault.js';
import type { Operation, PlannedFact } from '../plan/operation.js';
import type { Plan } from '../plan/plan.js';
import type { FactAnswer } from './answer.js';
import { eventIdOfFact, streamOfFact } from './fact-identity.js';
import type { History } from './history.js';
import { type RecordedFact, isAnswered } from './recorded-fact.js';
import { requestOf } from './request.js';
import { send } from './send.js';

const PAUSE_MS = 60;

export interface ClientOptions {
  plan: Plan;
  history: History;
  /** Addresses of the APIs, without a slash at the end. */
  urls: readonly string[];
  /** Told of what the client does on purpose to make life hard. */
  onFault?: (kind: ClientFaultKind) => void;
}

/** Sends what a plan says, and keeps its own list of what it heard. */
export class Client {
  private stopped = false;
  /** Requests that the client does not wait for before it goes on. */
  private readonly underWay: Promise<void>[] = [];

  constructor(private readonly options: ClientOptions) {}

  /** From now on nothing is insisted on: what is not answered yet is left so. */
  stop(): void {
    this.stopped = true;
  }

  /** Registers the plan's customers, one after the other, until each is answered. */
  async register(): Promise<void> {
    for (const fact of this.options.plan.customers) {
      const operation = { ...REGISTERING, facts: [fact] };
      await this.untilAnswered(operation, this.begin(operation));
    }
  }

  /** Sends all of a client's operations; ends when each of them is answered or given up. */
  async run(operations: readonly Operation[]): Promise<void> {
    for (const operation of operations) {
      if (this.stopped) return;
      await delay(operation.pauseMs);
      const done = this.carryOut(operation);
      if (operation.overlaps) this.underWay.push(done);
      else await done;
    }
    await Promise.all(this.underWay);
  }

  /** Sends once more what was acknowledged before, by its event ids. */
  async repeat(operation: Operation, api: number): Promise<void> {
    const facts = this.begin(operation);
    await this.once(operation, facts, operation.facts, this.url(api));
  }

  private async carryOut(operation: Operation): Promise<void> {
    const facts = this.begin(operation);
    const { repetition } = operation;
    const again = async (): Promise<void> => {
      if (!repetition) return;
      if (repetition.order.some((place, index) => place !== index)) this.options.onFault?.('requests reordered');
      await this.once(
        operation,
        facts,
        repetition.order.map((place) => operation.facts[place]!),
        this.url(repetition.api),
      );
    };
    if (repetition?.when === 'at once') {
      this.options.onFault?.('request repeated at once');
      await Promise.all([this.untilAnswered(operation, facts), again()]);
      return;
    }
    if (operation.overlaps) this.options.onFault?.('requests reordered');
    await this.untilAnswered(operation, facts);
    if (!repetition || this.stopped) return;
    await delay(repetition.afterMs);
    this.options.onFault?.('request repeated late');
    await again();
  }

  private begin({ facts, way, insists }: Operation): RecordedFact[] {
    const { plan, history } = this.options;
    return facts.map((fact) => {
      const eventId = eventIdOfFact(fact, way);
      const known = history.facts.get(eventId);
      if (known) return known;
      const recorded: RecordedFact = {
        seed: plan.seed,
        fact,
        eventId,
        stream: streamOfFact(fact, plan),
        sentAtMs: performance.now(),
        insists,
        acknowledgements: [],
        refusals: [],
      };
      history.facts.set(eventId, recorded);
      return recorded;
    });
  }

  private async untilAnswered(operation: Operation, facts: readonly RecordedFact[]): Promise<void> {
    for (let api = operation.api; ; api += 1) {
      await this.once(operation, facts, operation.facts, this.url(api));
      if (facts.every(isAnswered) || !operation.insists || this.stopped) return;
      await delay(PAUSE_MS);
    }
  }

  private async once(
    operation: Operation,
    recorded: readonly RecordedFact[],
    facts: readonly PlannedFact[],
    url: string,
  ): Promise<void> {
    const { plan, history } = this.options;
    const sentAtMs = performance.now();
    const answers = await send(url, requestOf(operation, facts, plan));
    const heardAtMs = performance.now();
    if (answers.length === 0) history.countRefusal(0);
    const byKey = new Map(recorded.map((each) => [each.fact.key, each]));
    const sent = facts.map(({ key }) => byKey.get(key)!);
    answers.forEach((answer, place) => this.hear(sent[place], answer, sentAtMs, heardAtMs));
    this.hearTogether(sent, answers);
  }

  private hear(recorded: RecordedFact | undefined, answer: FactAnswer, sentAtMs: number, heardAtMs: number): void {
    const { history } = this.options;
    if (answer.kind === 'not now') {
      history.countRefusal(answer.status);
    } else if (answer.kind === 'unexpected' || !recorded) {
      const { key = 'a fact that was not sent' } = recorded?.fact ?? {};
      history.unexpected.push(`${key} was answered ${JSON.stringify(answer)}`);
      // Sent again it would be answered the same.
      recorded?.refusals.push({ rule: 'unexpected answer', sentAtMs, heardAtMs });
    } else if (answer.kind === 'refused') {
      recorded.refusals.push({ rule: answer.rule, sentAtMs, heardAtMs });
    } else {
      const { eventIds, revision, position, repeated } = answer;
      recorded.acknowledgements.push({ eventIds, revision, position, repeated, sentAtMs, heardAtMs });
    }
  }

  private hearTogether(sent: readonly RecordedFact[], answers: readonly FactAnswer[]): void {
    const stored = answers.flatMap((answer, place) => {
      const { stream, eventId } = sent[place] ?? { stream: '', eventId: '' };
      const fresh = answer.kind === 'acknowledged' && !answer.repeated;
      return fresh ? [{ stream, eventId, revision: answer.revision }] : [];
    });
    if (stored.length > 1) this.options.history.together.push(stored);
  }

  private url(api: number): string {
    const { urls } = this.options;
    return urls[api % urls.length]!;
  }
}

const REGISTERING: Omit<Operation, 'facts'> = {
  number: -1,
  way: 'command',
  api: 0,
  pauseMs: 0,
  insists: true,
  overlaps: false,
};
