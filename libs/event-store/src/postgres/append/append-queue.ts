import type { PendingAppend } from './pending-append.js';

/** Beyond these a batch gains nothing more, and others would wait longer for its commit. */
const MAX_BATCH_EVENTS = 2_000;
const MAX_BATCH_BYTES = 8 * 1024 * 1024;
/** How many appends that have to wait are looked past to fill a batch. */
const MAX_PASSED_OVER = 500;

/** Appends that wait for a batch; those of one stream, and those with an event id in common, leave in the order they came. */
export class AppendQueue {
  private waiting: PendingAppend[] = [];
  private next = 0;

  get isEmpty(): boolean {
    return this.next === this.waiting.length;
  }

  add(pending: PendingAppend): void {
    this.waiting.push(pending);
  }

  /**
   * Takes what may go in one call: an append that expects something is judged by the stream before the batch, so it
   * must be the first of its stream; an event id may stand in a batch once.
   */
  takeBatch(): PendingAppend[] {
    const batch: PendingAppend[] = [];
    const passedOver: PendingAppend[] = [];
    const streams = new Set<string>();
    const closedStreams = new Set<string>();
    const ids = new Set<string>();
    let events = 0;
    let bytes = 0;
    let at = this.next;
    for (; at < this.waiting.length && passedOver.length < MAX_PASSED_OVER; at += 1) {
      const pending = this.waiting[at]!;
      const { stream, expectedRevision, events: offered } = pending.append;
      const full = events + offered.length > MAX_BATCH_EVENTS || bytes + pending.bytes > MAX_BATCH_BYTES;
      if (full && batch.length > 0) break;
      const mustWait =
        closedStreams.has(stream) ||
        (expectedRevision !== 'any' && streams.has(stream)) ||
        offered.some((event) => ids.has(event.id));
      for (const event of offered) ids.add(event.id);
      if (mustWait) {
        closedStreams.add(stream);
        passedOver.push(pending);
        continue;
      }
      streams.add(stream);
      batch.push(pending);
      events += offered.length;
      bytes += pending.bytes;
    }
    this.drop(at, passedOver);
    return batch;
  }

  /** Forgets what was looked at, but for those passed over, which come first the next time. */
  private drop(looked: number, passedOver: PendingAppend[]): void {
    this.next = looked - passedOver.length;
    for (let i = 0; i < passedOver.length; i += 1) this.waiting[this.next + i] = passedOver[i]!;
    if (this.isEmpty) {
      this.waiting = [];
      this.next = 0;
    } else if (this.next > 10_000) {
      this.waiting = this.waiting.slice(this.next);
      this.next = 0;
    }
  }
}
