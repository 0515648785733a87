import type { PendingDelivery } from './pending-delivery.js';

/**
 * What is to be sent to one webhook, in memory. Each stream is a line of its own: its first delivery alone may be sent,
 * and the next one when that one is settled; so a customer's events arrive in order, and nobody waits for another
 * customer's. Knows no clock: times are passed in.
 */
export class DeliveryQueue {
  private readonly lines = new Map<string, PendingDelivery[]>();
  /** Streams whose first delivery may be sent, in the order of their turns. */
  private readonly ready = new Set<string>();
  /** Streams whose first delivery waits for its time. */
  private readonly waiting = new Map<string, number>();
  private readonly underWay = new Set<string>();
  private earliestMs = Infinity;
  private count = 0;

  /** How many there are, those under way included. */
  get size(): number {
    return this.count;
  }

  /** How many are being sent. */
  get sending(): number {
    return this.underWay.size;
  }

  /** Adds deliveries that stand behind all of their streams that are there already. */
  add(deliveries: readonly PendingDelivery[]): void {
    for (const delivery of deliveries) {
      const line = this.lines.get(delivery.stream);
      if (line) line.push(delivery);
      else {
        this.lines.set(delivery.stream, [delivery]);
        this.lineUp(delivery.stream);
      }
      this.count += 1;
    }
  }

  /** Up to `limit` deliveries that may be sent now. They are under way until they are settled or put off. */
  take(nowMs: number, limit: number): PendingDelivery[] {
    if (nowMs >= this.earliestMs) this.readyThoseDue(nowMs);
    const taken: PendingDelivery[] = [];
    for (const stream of this.ready) {
      if (taken.length >= limit) break;
      this.ready.delete(stream);
      this.underWay.add(stream);
      taken.push(this.lines.get(stream)![0]!);
    }
    return taken;
  }

  /** It was delivered or set aside: the next one of its stream may be sent. */
  settle({ stream }: PendingDelivery): void {
    const line = this.lines.get(stream)!;
    line.shift();
    this.count -= 1;
    this.underWay.delete(stream);
    if (line.length === 0) this.lines.delete(stream);
    else this.lineUp(stream);
  }

  /** It has failed, and its whole stream waits for its next attempt. */
  putOff(delivery: PendingDelivery, dueAtMs: number): void {
    delivery.attempts += 1;
    delivery.dueAtMs = dueAtMs;
    this.underWay.delete(delivery.stream);
    this.lineUp(delivery.stream);
  }

  /** When the next one that waits will be due; undefined when none does. */
  nextDueAtMs(): number | undefined {
    return this.earliestMs === Infinity ? undefined : this.earliestMs;
  }

  /** Forgets all, to be filled anew. Nothing may be under way. */
  clear(): void {
    if (this.underWay.size > 0) throw new Error('deliveries are under way');
    this.lines.clear();
    this.ready.clear();
    this.waiting.clear();
    this.earliestMs = Infinity;
    this.count = 0;
  }

  private lineUp(stream: string): void {
    const { dueAtMs } = this.lines.get(stream)![0]!;
    if (dueAtMs <= 0) this.ready.add(stream);
    else {
      this.waiting.set(stream, dueAtMs);
      this.earliestMs = Math.min(this.earliestMs, dueAtMs);
    }
  }

  private readyThoseDue(nowMs: number): void {
    this.earliestMs = Infinity;
    for (const [stream, dueAtMs] of this.waiting) {
      if (dueAtMs > nowMs) this.earliestMs = Math.min(this.earliestMs, dueAtMs);
      else {
        this.waiting.delete(stream);
        this.ready.add(stream);
      }
    }
  }
}
