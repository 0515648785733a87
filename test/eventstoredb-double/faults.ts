import { setTimeout as sleep } from 'node:timers/promises';

/** What is to go wrong with the calls that come next; each thing so many times. */
export class Faults {
  private readonly due = new Map<Fault, number>();
  private lateMs = 0;
  /** How often each has happened. */
  readonly happened = new Map<Fault, number>();

  /** The next `times` calls that this can happen to. */
  next(fault: Fault, times = 1): void {
    this.due.set(fault, times);
  }

  /** The next `times` answers to appends come so much later; what they tell has happened by then. */
  answerLate(ms: number, times = 1): void {
    this.lateMs = ms;
    this.next('late-answer', times);
  }

  /** Whether it is to happen now; counted down. */
  take(fault: Fault): boolean {
    const left = this.due.get(fault) ?? 0;
    if (left <= 0) return false;
    this.due.set(fault, left - 1);
    this.happened.set(fault, (this.happened.get(fault) ?? 0) + 1);
    return true;
  }

  async delayIfDue(): Promise<void> {
    if (this.take('late-answer')) await sleep(this.lateMs, undefined, { ref: false });
  }
}

export type Fault =
  /** The connection is cut before an append is written. */
  | 'cut-before-write'
  /** The connection is cut when an append is written, before it is answered. */
  | 'cut-after-write'
  | 'late-answer'
  /** A batch append is answered twice; of a reading or a subscription every event comes twice. */
  | 'answer-twice'
  /** The call is refused by a node that says it is no leader, and who is. */
  | 'not-leader'
  /** The call is refused by a node that knows of no leader. */
  | 'no-leader'
  | 'access-denied'
  /** A reading ends with the connection, in the middle. */
  | 'cut-while-reading'
  /** Readings of a stream tell no positions, as servers before 22.6 did. */
  | 'no-position';
