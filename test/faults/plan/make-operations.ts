import type { Dice } from './dice.js';
import type { Operation, PlannedFact, Repetition, Way } from './operation.js';

const WAYS = { command: 10, event: 2, batch: 2, lines: 1 };
const COMMANDS = { register: 1, call: 2, purchase: 6, return: 2, redemption: 4 };
const FACTS_TOGETHER = { batch: { from: 2, to: 20 }, lines: { from: 5, to: 40 } };
const LONGEST_PAUSE_MS = 450;
const YEAR_MS = 365 * 86_400_000;
const BEGINNING = Date.parse('2025-06-01T00:00:00.000Z');

interface Purchase {
  customer: number;
  purchaseId: string;
  amount: number;
  occurredAt: string;
}

/** Makes what clients send, for one seed: customers get names of their own, so that seeds can share a ledger. */
export class OperationMaker {
  readonly customers: readonly PlannedFact[];
  private readonly returnable: Purchase[] = [];
  private operations = 0;
  private facts = 0;

  constructor(
    private readonly seed: number,
    customers: number,
    private readonly dice: Dice,
  ) {
    this.customers = Array.from({ length: customers }, (_, customer) => this.registration(customer));
  }

  next(): Operation {
    const { dice } = this;
    const way = dice.weighted(WAYS);
    const facts = this.factsFor(way);
    const operation: Operation = {
      number: this.operations,
      way,
      facts,
      api: dice.whole(0, 11),
      pauseMs: dice.whole(0, LONGEST_PAUSE_MS),
      insists: dice.happens(0.85),
      overlaps: dice.happens(0.25),
    };
    this.operations += 1;
    return dice.happens(0.3) ? { ...operation, repetition: this.repetition(facts.length) } : operation;
  }

  private repetition(facts: number): Repetition {
    const { dice } = this;
    const places = Array.from({ length: facts }, (_, place) => place);
    return {
      when: dice.happens(0.5) ? 'at once' : 'late',
      api: dice.whole(0, 11),
      afterMs: dice.whole(0, 1_000),
      order: dice.happens(0.5) ? dice.shuffled(places) : places,
    };
  }

  private factsFor(way: Way): PlannedFact[] {
    if (way === 'command') return [this.command()];
    if (way === 'event') return [this.event()];
    const { from, to } = FACTS_TOGETHER[way];
    return Array.from({ length: this.dice.whole(from, to) }, () => this.event());
  }

  private command(): PlannedFact {
    const customer = this.dice.whole(0, this.customers.length - 1);
    switch (this.dice.weighted(COMMANDS)) {
      case 'register':
        return this.registration(-1 - this.facts);
      case 'call':
        return this.call(customer);
      case 'purchase':
        return this.purchase(customer);
      case 'return':
        return this.returnOf(this.returnable.shift()) ?? this.purchase(customer);
      case 'redemption': {
        const points = this.dice.whole(1, 60);
        return this.fact('RedeemPoints', customer, { points, reward: 'cup' });
      }
    }
  }

  /** What a till or a telephone system reports of its own accord. */
  private event(): PlannedFact {
    const customer = this.dice.whole(0, this.customers.length - 1);
    const fact = this.dice.happens(0.7) ? this.purchase(customer) : this.call(customer);
    return { ...fact, occurredAt: fact.occurredAt ?? this.instant() };
  }

  private registration(customer: number): PlannedFact {
    return this.fact('CustomerRegistered', customer, { name: `Customer ${this.seed} ${customer}` });
  }

  private call(customer: number): PlannedFact {
    const durationSeconds = this.dice.whole(1, 600);
    return this.fact('CallLogged', customer, { direction: 'inbound', durationSeconds }, this.instantOrNone());
  }

  private purchase(customer: number): PlannedFact {
    // Some earn no points, some few, so that redemptions are at times refused.
    const amount = this.dice.whole(50, 2_500);
    const purchaseId = `P-${this.seed}-${this.facts}`;
    const occurredAt = this.instantOrNone();
    if (occurredAt !== undefined && this.dice.happens(0.3)) {
      this.returnable.push({ customer, purchaseId, amount, occurredAt });
    }
    return this.fact('PurchaseRecorded', customer, { purchaseId, total: euros(amount) }, occurredAt);
  }

  /** Not before the purchase by its date, although it may reach the ledger before it: then it is refused. */
  private returnOf(purchase: Purchase | undefined): PlannedFact | undefined {
    if (!purchase) return undefined;
    const { customer, purchaseId, amount, occurredAt } = purchase;
    const total = euros(this.dice.happens(0.5) ? amount : Math.ceil(amount / 2));
    const later = new Date(Date.parse(occurredAt) + 86_400_000).toISOString();
    return this.fact('PurchaseReturned', customer, { purchaseId, total }, later);
  }

  private fact(
    type: PlannedFact['type'],
    customer: number,
    data: Record<string, unknown>,
    occurredAt?: string,
  ): PlannedFact {
    const key = `s${this.seed}-${this.facts}`;
    this.facts += 1;
    return { key, customer, type, data, ...(occurredAt === undefined ? {} : { occurredAt }) };
  }

  private instantOrNone(): string | undefined {
    return this.dice.happens(0.6) ? this.instant() : undefined;
  }

  private instant(): string {
    return new Date(BEGINNING + Math.floor(this.dice.share() * YEAR_MS)).toISOString();
  }
}

function euros(amount: number): { amount: number; currency: string } {
  return { amount, currency: 'EUR' };
}
