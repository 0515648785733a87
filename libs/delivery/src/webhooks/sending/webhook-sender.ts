import { type Lease, Leases, quotaOf, WorkDatabase } from '#work';
import { prune } from '../sql/dead-letters.js';
import { readActiveWebhooks } from '../sql/sender-work.js';
import { webhookLease } from '../webhook-lease.js';
import type { WebhookSettings } from '../webhook.js';
import { SENDING_DEFAULTS, type SenderOptions } from './sending-options.js';
import { Wake } from './wake.js';
import { WebhookWorker } from './webhook-worker.js';

const POOL = 'webhooks';
const CONNECTIONS = 4;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

interface Running {
  worker: WebhookWorker;
  lease: Lease;
  ended: Promise<void>;
  over: boolean;
}

/**
 * Sends webhooks in this process: takes its share of those there are, by a lease each, and has a worker for each of
 * them. When the database is away, or a worker fails, it is tried again by itself.
 */
export class WebhookSender {
  private readonly database: WorkDatabase;
  private readonly leases: Leases;
  private readonly running = new Map<string, Running>();
  /** Webhooks whose worker has failed here, how often in a row, and until when they are left alone. */
  private readonly failures = new Map<string, { count: number; untilMs: number }>();
  private readonly wake = new Wake();
  private looking: Promise<void> | undefined;
  private stopped = false;
  private prunedAtMs = -Infinity;

  constructor(private readonly options: SenderOptions) {
    this.database = new WorkDatabase({ connectionString: options.connectionString, maxConnections: CONNECTIONS });
    this.leases = new Leases({
      connectionString: options.connectionString,
      ...(options.leaseTtlMs === undefined ? {} : { ttlMs: options.leaseTtlMs }),
      onError: (error) => this.warn('leases of webhooks cannot be renewed', error),
    });
  }

  start(): void {
    this.looking ??= this.lookUntilStopped();
  }

  /** Finishes what is under way, as far as that takes no longer than a few seconds, and gives all webhooks back. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake.all();
    await this.looking;
    await Promise.all([...this.running.keys()].map((id) => this.end(id)));
    await this.leases.leave(POOL).catch((error: unknown) => this.warn('the webhooks could not be left', error));
    await this.leases.close();
    await this.database.close();
  }

  private async lookUntilStopped(): Promise<void> {
    const everyMs = this.options.lookEveryMs ?? SENDING_DEFAULTS.lookEveryMs;
    while (!this.stopped) {
      const seen = this.wake.count;
      try {
        await this.look();
      } catch (error) {
        this.warn('the webhooks cannot be looked up', error);
      }
      await this.wake.after(seen, everyMs);
    }
  }

  private async look(): Promise<void> {
    const active = await readActiveWebhooks(this.database);
    const byId = new Map(active.map((settings) => [settings.id, settings]));
    const members = await this.leases.join(POOL);
    const quota = quotaOf(this.leases.owner, members, active.length);

    const over = [...this.running].filter(([id, { over: isOver }]) => isOver || !byId.has(id)).map(([id]) => id);
    await Promise.all(over.map((id) => this.end(id)));
    const surplus = [...this.running.keys()].slice(quota);
    await Promise.all(surplus.map((id) => this.end(id)));
    for (const [id, { worker }] of this.running) worker.update(byId.get(id)!);
    await this.take(active, quota);
    await this.pruneNowAndThen();
  }

  /** One by one: of those that are free, not more than are due. */
  private async take(active: readonly WebhookSettings[], quota: number): Promise<void> {
    const now = performance.now();
    for (const settings of active) {
      if (this.stopped || this.running.size >= quota) return;
      if (this.running.has(settings.id) || (this.failures.get(settings.id)?.untilMs ?? 0) > now) continue;
      const [lease] = await this.leases.tryAcquire([webhookLease(settings.id)]);
      if (lease) this.begin(settings, lease);
    }
  }

  private begin(settings: WebhookSettings, lease: Lease): void {
    const worker = new WebhookWorker(settings, lease, this.database, this.options);
    const beganAtMs = performance.now();
    const running: Running = { worker, lease, over: false, ended: Promise.resolve() };
    running.ended = worker
      .run()
      .then(() => this.failures.delete(settings.id))
      .catch((error: unknown) => this.failed(settings.id, performance.now() - beganAtMs, error))
      .then(() => {
        running.over = true;
        this.wake.all();
      });
    this.running.set(settings.id, running);
  }

  private async end(id: string): Promise<void> {
    const running = this.running.get(id);
    if (!running) return;
    await running.worker.stop();
    await running.ended;
    this.running.delete(id);
    // When the database is away, the lease ends with its session, or runs out.
    await this.leases
      .release([running.lease])
      .catch((error: unknown) => this.warn('a lease could not be given back', error));
  }

  private failed(id: string, afterMs: number, error: unknown): void {
    // Whoever has worked for long has not failed again, but anew.
    const count = afterMs > LONGEST_PAUSE_MS ? 0 : (this.failures.get(id)?.count ?? 0);
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(count, 10));
    this.failures.set(id, { count: count + 1, untilMs: performance.now() + pauseMs });
    this.warn(`sending to webhook ${id} has failed, and is tried again in ${Math.round(pauseMs / 100) / 10} s`, error);
  }

  private async pruneNowAndThen(): Promise<void> {
    if (performance.now() - this.prunedAtMs < SENDING_DEFAULTS.pruneEveryMs) return;
    this.prunedAtMs = performance.now();
    await prune(this.database, SENDING_DEFAULTS.deadLettersKeptDays);
  }

  private warn(message: string, error: unknown): void {
    this.options.log?.({ level: 'warn', message, error });
  }
}
