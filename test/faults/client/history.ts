import type { RecordedFact } from './recorded-fact.js';

/** Events that one answer said to be stored just now, in the order of the request; each the first one of its fact. */
export type StoredTogether = readonly { stream: string; eventId: string; revision: number }[];

/** All that the clients know: what they sent, what they heard, and answers that no fault explains. */
export class History {
  /** By the id of the event that says the fact. */
  readonly facts = new Map<string, RecordedFact>();
  readonly together: StoredTogether[] = [];
  readonly unexpected: string[] = [];
  /** Answers that said nothing of the facts, by status; 0 for no or half an answer. */
  readonly refusals = new Map<number, number>();

  get acknowledged(): RecordedFact[] {
    return [...this.facts.values()].filter(({ acknowledgements }) => acknowledgements.length > 0);
  }

  /** Adds what others know. */
  take(other: History): void {
    for (const [eventId, fact] of other.facts) this.facts.set(eventId, fact);
    this.together.push(...other.together);
    this.unexpected.push(...other.unexpected.splice(0));
    for (const [status, times] of other.refusals) this.refusals.set(status, (this.refusals.get(status) ?? 0) + times);
  }

  countRefusal(status: number): void {
    this.refusals.set(status, (this.refusals.get(status) ?? 0) + 1);
  }
}
