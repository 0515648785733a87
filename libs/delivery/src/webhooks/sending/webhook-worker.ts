import { setMaxListeners } from 'node:events';
import type { Lease, WorkDatabase } from '#work';
import type { Attempt } from '../attempts/attempt.js';
import { post } from '../attempts/post.js';
import { STANDARD_SCHEDULE } from '../attempts/retry-schedule.js';
import { type Verdict, verdictOn } from '../attempts/verdict.js';
import { DeliveryQueue } from '../queue/delivery-queue.js';
import type { PendingDelivery } from '../queue/pending-delivery.js';
import { type SendingRight, settleDelivered, settleFailed } from '../sql/sender-work.js';
import type { WebhookSettings } from '../webhook.js';
import { DeliveredWriter } from './delivered-writer.js';
import { outgoingRequest } from './outgoing-request.js';
import { QueueFiller } from './queue-filler.js';
import { RightLost } from './right-lost.js';
import { type AttemptMade, SENDING_DEFAULTS, type SenderOptions } from './sending-options.js';
import { Wake } from './wake.js';

/**
 * Sends to one webhook while this process has its lease: fills the queue from the log, sends what may be sent, and
 * writes down what came of it. All it knows it has from the database; after any error it is thrown away.
 */
export class WebhookWorker {
  private readonly queue = new DeliveryQueue();
  private readonly wake = new Wake();
  /** No further request is begun. */
  private readonly stopping = new AbortController();
  /** Requests under way are given up. */
  private readonly givingUp = new AbortController();
  private readonly right: SendingRight;
  private readonly filler: QueueFiller;
  private readonly delivered: DeliveredWriter;
  private readonly underWay = new Set<Promise<void>>();
  private readonly timeoutMs: number;
  private readonly concurrency: number;
  private heldUntilMs = 0;
  private failure: { error: unknown } | undefined;

  constructor(
    private settings: WebhookSettings,
    readonly lease: Lease,
    private readonly database: WorkDatabase,
    private readonly options: SenderOptions,
  ) {
    this.right = { webhookId: settings.id, leaseName: lease.name, epoch: lease.epoch };
    this.timeoutMs = options.timeoutMs ?? SENDING_DEFAULTS.timeoutMs;
    this.concurrency = options.concurrency ?? SENDING_DEFAULTS.concurrency;
    // Each request under way listens.
    setMaxListeners(this.concurrency + 1, this.givingUp.signal);
    this.filler = new QueueFiller({
      queue: this.queue,
      wake: this.wake,
      right: this.right,
      database,
      store: options.store,
      types: settings.types,
      queueLimit: options.queueLimit ?? SENDING_DEFAULTS.queueLimit,
    });
    this.delivered = new DeliveredWriter(async (positions) => {
      this.refuseUnless(await settleDelivered(database, this.right, positions));
    });
  }

  /** Until it is stopped, the lease is lost, or the webhook is not to be sent to any more. Throws what went wrong. */
  async run(): Promise<void> {
    const lost = () => this.end(this.givingUp);
    this.lease.lost.addEventListener('abort', lost, { once: true });
    if (this.lease.lost.aborted) lost();
    const filling = this.filler.run(this.stopping.signal).catch((error: unknown) => this.fail(error));
    try {
      await this.sendUntilStopped();
    } catch (error) {
      this.fail(error);
    }
    this.end();
    await Promise.all([filling, ...this.underWay]);
    this.lease.lost.removeEventListener('abort', lost);
    // When the lease is over, that nothing more could be written is what had to be.
    if (this.failure && !this.lease.lost.aborted && !(this.failure.error instanceof RightLost))
      throw this.failure.error;
  }

  /** What may have changed since: the address stays, secrets come and go, others put dead letters into the queue. */
  update(settings: WebhookSettings): void {
    this.settings = settings;
    this.filler.look(settings.queueChanges);
  }

  /** Begins nothing more, and gives up what takes too long. */
  async stop(): Promise<void> {
    this.end();
    const farewell = setTimeout(() => this.end(this.givingUp), SENDING_DEFAULTS.farewellMs);
    await Promise.all(this.underWay);
    clearTimeout(farewell);
  }

  private async sendUntilStopped(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const seen = this.wake.count;
      const now = performance.now();
      const held = now < this.heldUntilMs || this.filler.reloads;
      const room = this.concurrency - this.underWay.size;
      const taken = held || room <= 0 ? [] : this.queue.take(now, room);
      for (const delivery of taken) this.begin(delivery);
      await this.wake.after(seen, this.pauseMs());
    }
  }

  private pauseMs(): number | undefined {
    const now = performance.now();
    const next = this.queue.nextDueAtMs();
    if (now < this.heldUntilMs) return this.heldUntilMs - now;
    return next === undefined ? undefined : Math.max(1, next - now);
  }

  private begin(delivery: PendingDelivery): void {
    const work: Promise<void> = this.deliver(delivery)
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.underWay.delete(work);
        this.wake.all();
      });
    this.underWay.add(work);
  }

  private async deliver(delivery: PendingDelivery): Promise<void> {
    const attempt = await this.attempt(delivery);
    if (!attempt) return;
    const schedule = this.options.schedule ?? STANDARD_SCHEDULE;
    await this.settle(delivery, verdictOn(attempt, delivery.attempts + 1, schedule, Math.random()));
  }

  /** Undefined when it was given up: then it is as if it had not been begun. */
  private async attempt(delivery: PendingDelivery): Promise<Attempt | undefined> {
    const { signal } = this.givingUp;
    const request = await outgoingRequest(delivery, this.settings.secrets, this.options);
    if ('unreadable' in request) return { kind: 'unanswered', reason: request.unreadable };
    if (signal.aborted) return undefined;
    try {
      return await post({ url: this.settings.url, ...request, timeoutMs: this.timeoutMs, signal });
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  }

  private async settle(delivery: PendingDelivery, verdict: Verdict): Promise<void> {
    if (verdict.kind === 'delivered') {
      await this.delivered.add(delivery.position);
      this.queue.settle(delivery);
      return this.tell('delivered');
    }
    const againInMs = verdict.kind === 'dead' ? undefined : verdict.kind === 'gone' ? 0 : verdict.inMs;
    const disables = verdict.kind === 'gone';
    const { position, attempts } = delivery;
    const failed = { position, attempts: attempts + 1, failure: verdict.failure, againInMs, disables };
    this.refuseUnless(await settleFailed(this.database, this.right, failed));
    if (verdict.kind === 'dead') this.queue.settle(delivery);
    else this.queue.putOff(delivery, performance.now() + againInMs!);
    if (verdict.kind === 'again' && verdict.holdMs > 0) this.hold(verdict.holdMs);
    if (disables) this.end();
    this.tell(verdict.kind === 'dead' ? 'dead' : 'failed');
  }

  private hold(ms: number): void {
    this.heldUntilMs = Math.max(this.heldUntilMs, performance.now() + ms);
  }

  private tell(outcome: AttemptMade['outcome']): void {
    this.options.onAttempt?.({ webhookId: this.settings.id, outcome });
  }

  private refuseUnless(written: boolean): void {
    if (!written) throw new RightLost(this.settings.id);
  }

  private fail(error: unknown): void {
    this.failure ??= { error };
    this.end(this.givingUp);
  }

  private end(also?: AbortController): void {
    this.stopping.abort();
    also?.abort();
    this.wake.all();
  }
}
