import type { PlannedFact } from '../plan/operation.js';

/** What the service has said of a fact: that it is stored, durably, as these events, the last of them at this place. */
export interface Acknowledgement {
  eventIds: readonly string[];
  revision: number;
  position: string;
  /** Whether the service said that it had it already. */
  repeated: boolean;
  /** When the request left and when the answer was there, by the harness's monotonic clock. */
  sentAtMs: number;
  heardAtMs: number;
}

/** The service has said that the customer's history does not allow the fact. */
export interface Refusal {
  rule: string;
  sentAtMs: number;
  heardAtMs: number;
}

/** A fact that a client has sent, and all that it heard of it. */
export interface RecordedFact {
  seed: number;
  fact: PlannedFact;
  /** The id of the event that says it. */
  eventId: string;
  stream: string;
  /** When it was sent for the first time. */
  sentAtMs: number;
  /** Whether the client goes on until it is answered. */
  insists: boolean;
  acknowledgements: Acknowledgement[];
  refusals: Refusal[];
}

export function isAnswered({ acknowledgements, refusals }: RecordedFact): boolean {
  return acknowledgements.length > 0 || refusals.length > 0;
}
