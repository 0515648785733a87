import type { PendingAppend } from '../../append/pending-append.js';

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
    return this.length === 0;
  }

  /** How many wait. */
  get length(): number {
    return this.waiting.length - this.next;
  }

  add(pending: PendingAppend): void {
    this.waiting.push(pending);
  }

  /**
   * Takes what may go in one call: an append that expects something is judged by the stream before the batch, so it
   * must be the first of its stream; an event id may stand in a batch once.
   */
  takeBatch(maxAppends: number): PendingAppend[] {
    const batch = new OpenBatch();
    const passedOver: PendingAppend[] = [];
    let at = this.next;
    for (; at < this.waiting.length && passedOver.length < MAX_PASSED_OVER; at += 1) {
      const pending = this.waiting[at]!;
      if (batch.appends.length === maxAppends || batch.isFullFor(pending)) break;
      if (!batch.take(pending)) passedOver.push(pending);
    }
    this.drop(at, passedOver);
    return batch.appends;
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

/** A batch in the making. */
class OpenBatch {
  readonly appends: PendingAppend[] = [];
  private readonly streams = new Set<string>();
  private readonly closedStreams = new Set<string>();
  private readonly ids = new Set<string>();
  private events = 0;
  private bytes = 0;

  /** One that is larger than a batch may be goes alone. */
  isFullFor({ append, bytes }: PendingAppend): boolean {
    if (this.appends.length === 0) return false;
    return this.events + append.events.length > MAX_BATCH_EVENTS || this.bytes + bytes > MAX_BATCH_BYTES;
  }

  /** False when it has to wait for the next batch, and with it all that come after it in its stream. */
  take(pending: PendingAppend): boolean {
    const { stream, expectedRevision, events } = pending.append;
    const mustWait =
      this.closedStreams.has(stream) ||
      (expectedRevision !== 'any' && this.streams.has(stream)) ||
      events.some((event) => this.ids.has(event.id));
    for (const event of events) this.ids.add(event.id);
    if (mustWait) {
      this.closedStreams.add(stream);
      return false;
    }
    this.streams.add(stream);
    this.appends.push(pending);
    this.events += events.length;
    this.bytes += pending.bytes;
    return true;
  }
}
