export type WebhookState = 'active' | 'paused' | 'disabled';

/** Who is told of events, and how that goes. Positions and counts as the database has them now. */
export interface WebhookStatus {
  id: string;
  number: number;
  url: string;
  /** Undefined for all types. */
  types: string[] | undefined;
  description: string | undefined;
  state: WebhookState;
  stateReason: string | undefined;
  /** Up to here everything that it is to be told has been queued. */
  position: bigint;
  pending: number;
  deadLetters: number;
  delivered: number;
  failedAttempts: number;
  lastSuccessAt: Date | undefined;
  lastFailure: { at: Date; status: number | undefined; reason: string } | undefined;
  createdAt: Date;
}

/** What its sender goes by. */
export interface WebhookSettings {
  id: string;
  url: string;
  types: string[] | undefined;
  /** Those that are valid, the current one first. */
  secrets: string[];
  /** Rises when others than the sender change its queue. */
  queueChanges: bigint;
}

/** A delivery that was tried often enough. */
export interface DeadLetter {
  number: number;
  deliveryId: string;
  position: bigint;
  type: string;
  stream: string;
  attempts: number;
  diedAt: Date;
  reason: string;
  status: number | undefined;
  answer: string | undefined;
}
