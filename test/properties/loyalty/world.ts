import { type DatedFact, eventIdOf, RuleViolated } from '#kernel';
import {
  type Account,
  accountMemory,
  AdjustPoints,
  BookAccount,
  loyaltyDeciders,
  loyaltyPolicies,
  type PointsRedeemed,
  type PointsTransferred,
  type Programs,
  programs,
  publishProgram,
  receiptOf,
  type ReceivePoints,
  RedeemPoints,
  RefundRedemption,
  TransferPoints,
} from '#loyalty';
import { OfferAccepted, PurchaseRecorded, PurchaseReturned, returns } from '#sales';
import { MemoryRecorder, type Sabotage } from '../../support/memory-recorder.js';
import { ACTOR } from '../../support/loyalty.js';
import { CUSTOMERS, type PublishedRules, type Step } from './steps.js';

const HOUR_MS = 3_600_000;
const BEGINNING = Date.parse('2026-01-15T10:00:00.000Z');

/** What was asked of one customer's stream, and what came of it. */
export interface Outcome {
  customer: number;
  asked: DatedFact;
  /** Events of the customer before. */
  before: readonly DatedFact[];
  /** What was recorded; the broken rule where it was refused. */
  answer: DatedFact[] | string;
  published: Programs;
  /** Whether it was reported late: something that happened later was recorded before. */
  isLate: boolean;
}

interface Sent {
  customer: number;
  fact: DatedFact;
  isCommand: boolean;
}

/** Some customers whose points are accounted for by the real deciders and policies while time goes by. */
export class World {
  readonly outcomes: Outcome[] = [];
  published: Programs = programs.initialState();
  now = BEGINNING;

  private readonly streams: MemoryRecorder[];
  private readonly sent: Sent[] = [];
  private readonly underWay: { to: number; receipt: ReceivePoints; at: string }[] = [];
  private count = 0;

  constructor(sabotage?: Sabotage) {
    this.streams = Array.from({ length: CUSTOMERS }, (_, customer) => {
      return new MemoryRecorder({
        deciders: [...loyaltyDeciders, returns],
        policies: loyaltyPolicies,
        published: () => this.published,
        stream: `customer-${customerId(customer)}`,
        ...(sabotage ? { sabotage } : {}),
      });
    });
  }

  get instant(): string {
    return new Date(this.now).toISOString();
  }

  eventsOf(customer: number): readonly DatedFact[] {
    return this.streams[customer]!.events;
  }

  accountOf(customer: number): Account {
    return this.streams[customer]!.stateOf(accountMemory);
  }

  run(steps: readonly Step[]): this {
    for (const step of steps) this.take(step);
    // Whatever the dates say by now is booked in the end, so that both books can be compared.
    for (let customer = 0; customer < CUSTOMERS; customer += 1) this.take({ do: 'book', who: customer, ago: 0 });
    return this;
  }

  private take(step: Step): void {
    switch (step.do) {
      case 'wait':
        this.now += step.hours * HOUR_MS;
        return;
      case 'publish':
        return this.publish(step.rules);
      case 'deliver':
        return this.deliver();
      case 'repeat':
        return this.repeat(step.which);
      case 'buy':
        return this.buy(step);
      case 'return':
        return this.return(step);
      case 'refund':
        return this.refund(step);
      case 'transfer':
        return this.transfer(step);
      default:
        return this.ask(step);
    }
  }

  private ask(step: Extract<Step, { do: 'accept' | 'redeem' | 'adjust' | 'book' }>): void {
    const { who, ago } = step;
    if (step.do === 'accept') this.send(who, OfferAccepted, { offerId: 'O-1', rewardPoints: step.points }, ago);
    else if (step.do === 'book') this.send(who, BookAccount, {}, ago, true);
    else if (step.do === 'adjust') {
      this.send(who, AdjustPoints, { points: step.points, reason: 'by hand', program: step.program }, ago, true);
    } else {
      const { points, program } = step;
      this.send(who, RedeemPoints, { points, ...(program === undefined ? {} : { program }) }, ago, true);
    }
  }

  private buy({ who, amount, currency, lines, again, store, ago }: Extract<Step, { do: 'buy' }>): void {
    // Now and then a purchase comes in a second time, under an id of its own.
    const earlier = this.purchasesOf(who);
    const repeated = again === 0 ? earlier.at(-1) : undefined;
    const purchaseId = repeated?.purchaseId ?? `R-${this.count}`;
    const goods = lines.length === 0 ? {} : { lines };
    this.send(who, PurchaseRecorded, { purchaseId, total: { amount, currency }, store, ...goods }, ago);
  }

  private return({ who, which, perMille, ago }: Extract<Step, { do: 'return' }>): void {
    const bought = chosen(this.purchasesOf(who), which);
    if (!bought) return;
    const { amount, currency } = bought.total;
    const total = { amount: Math.floor((amount * perMille) / 1_000), currency };
    this.send(who, PurchaseReturned, { purchaseId: bought.purchaseId!, total }, ago);
  }

  private refund({ who, which, points, ago }: Extract<Step, { do: 'refund' }>): void {
    const redeemed = chosen(
      this.eventsOf(who).filter(({ type }) => type === 'PointsRedeemed'),
      which,
    );
    const { redemptionId = 'unknown' } = (redeemed?.data ?? {}) as Partial<PointsRedeemed>;
    this.send(who, RefundRedemption, { redemptionId, ...(points === undefined ? {} : { points }) }, ago, true);
  }

  private transfer({ from, to, points, program, ago }: Extract<Step, { do: 'transfer' }>): void {
    const asked = { points, toCustomer: customerId(to), program };
    const [out] = this.send(from, TransferPoints, asked, ago, true);
    if (!out) return;
    const receipt = receiptOf(out.data as PointsTransferred, customerId(from));
    this.underWay.push({ to, receipt, at: out.occurredAt });
  }

  private deliver(): void {
    const next = this.underWay.shift();
    if (!next) return;
    const { to, receipt, at } = next;
    const fact = {
      id: eventIdOf('urn:transfer', receipt.transferId),
      type: 'ReceivePoints',
      data: receipt,
      occurredAt: at,
    };
    this.offer({ customer: to, fact, isCommand: true });
    // Whoever completes transfers may come twice.
    this.offer({ customer: to, fact: { ...fact, id: eventIdOf('urn:again', receipt.transferId) }, isCommand: true });
  }

  private repeat(which: number): void {
    const again = chosen(this.sent, which);
    if (again) this.offer(again);
  }

  private publish({ inDays, ...rules }: PublishedRules): void {
    const last = this.published.get(rules.program)?.at(-1);
    const from = new Date(this.now + inDays * 24 * HOUR_MS).toISOString();
    const effectiveFrom = last && last.effectiveFrom > from ? last.effectiveFrom : from;
    const data = { ...withoutUndefined(rules), programVersion: (last?.programVersion ?? 0) + 1, effectiveFrom };
    const fact = {
      id: eventIdOf('urn:program', String((this.count += 1))),
      type: 'ProgramPublished',
      data,
      occurredAt: this.instant,
    };
    try {
      publishProgram.decide(fact, this.published, undefined);
    } catch (error) {
      if (error instanceof RuleViolated) return;
      throw error;
    }
    this.published = programs.evolve(this.published, fact);
  }

  private purchasesOf(customer: number): PurchaseRecorded[] {
    return this.eventsOf(customer)
      .filter(({ type }) => type === 'PurchaseRecorded')
      .map(({ data }) => data as PurchaseRecorded);
  }

  private send<Body extends object>(
    customer: number,
    { name }: new () => Body,
    data: Body,
    hoursAgo: number,
    isCommand = false,
  ): DatedFact[] {
    const id = eventIdOf('urn:world', String((this.count += 1)));
    const occurredAt = new Date(this.now - hoursAgo * HOUR_MS).toISOString();
    return this.offer({
      customer,
      fact: { id, type: name, data, occurredAt, source: 'urn:world', actor: ACTOR },
      isCommand,
    });
  }

  private offer(sent: Sent): DatedFact[] {
    const { customer, fact, isCommand } = sent;
    this.sent.push(sent);
    const before = [...this.eventsOf(customer)];
    const isLate = before.some(({ occurredAt }) => occurredAt > fact.occurredAt);
    const answer = this.streams[customer]!.attempt(fact, isCommand);
    this.outcomes.push({ customer, asked: fact, before, answer, published: this.published, isLate });
    return typeof answer === 'string' ? [] : answer;
  }
}

export function customerId(customer: number): string {
  return `${String(customer).repeat(8)}-1111-5111-8111-111111111111`;
}

function chosen<Item>(items: readonly Item[], which: number): Item | undefined {
  return items.length === 0 ? undefined : items[which % items.length];
}

function withoutUndefined<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
