/** What a client wants recorded: one fact of one customer. */
export interface PlannedFact {
  /** Idempotency-Key or CloudEvents id; unique among all plans. */
  key: string;
  /** Number of the customer in the plan. */
  customer: number;
  type: 'CustomerRegistered' | 'CallLogged' | 'PurchaseRecorded' | 'PurchaseReturned' | 'RedeemPoints';
  data: Record<string, unknown>;
  /** When it happened; without it, when the service says it is. */
  occurredAt?: string;
}

/** How a fact reaches the service. */
export type Way = 'command' | 'event' | 'batch' | 'lines';

/** The same request again: at the same time, or some time after it was answered; its facts perhaps in another order. */
export interface Repetition {
  when: 'at once' | 'late';
  /** The API that gets it, as a number to be divided by how many there are. */
  api: number;
  /** For late ones, milliseconds after the answer. */
  afterMs: number;
  /** The facts' places, in the order in which they are sent. */
  order: readonly number[];
}

/** One request of a client, sent until it is answered, or once whatever comes of it. */
export interface Operation {
  /** Place in the plan, from 0. */
  number: number;
  way: Way;
  facts: readonly PlannedFact[];
  /** The API that gets it first. */
  api: number;
  /** Milliseconds that the client waits before it. */
  pauseMs: number;
  /** Sent again and again until it is answered; otherwise once. */
  insists: boolean;
  /** The client goes on without waiting for the answer: what it sends next may overtake this. */
  overlaps: boolean;
  repetition?: Repetition;
}
