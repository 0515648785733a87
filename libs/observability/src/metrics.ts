import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** A projection's state, as the lag gauges want it. */
export interface ObservedProjection {
  name: string;
  checkpoint: bigint;
  lag: bigint;
  parked: number;
}

/** A webhook's state, as its gauges want it. */
export interface ObservedWebhook {
  id: string;
  position: bigint;
  pending: number;
  deadLetters: number;
}

/** How far the work of a kind is that goes on as jobs. */
export interface ObservedJob {
  kind: string;
  done: number;
  total: number | undefined;
  ratePerSecond: number | undefined;
}

/** Every figure that Rapport gives to Prometheus. */
export class Metrics {
  readonly registry = new Registry();

  private readonly requests = new Histogram({
    name: 'rapport_http_request_seconds',
    help: 'Time from request to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });
  private readonly refused = new Counter({
    name: 'rapport_http_requests_refused_total',
    help: 'Requests refused because the process was overloaded, by reason',
    labelNames: ['reason'],
    registers: [this.registry],
  });
  private readonly projected = new Counter({
    name: 'rapport_projection_events_total',
    help: 'Events applied, by projection',
    labelNames: ['projection'],
    registers: [this.registry],
  });
  private readonly up = this.gauge('rapport_databases_up', 'Whether log and read models answered: 1 or 0');
  private readonly webhookAttempts = new Counter({
    name: 'rapport_webhook_attempts_total',
    help: 'Attempts to deliver, by webhook and outcome: delivered, failed (to be tried again), dead',
    labelNames: ['webhook', 'outcome'],
    registers: [this.registry],
  });
  private readonly webhookLag = this.gauge('rapport_webhook_lag_events', 'Events not yet queued', 'webhook');
  private readonly webhookPending = this.gauge(
    'rapport_webhook_pending_deliveries',
    'Queued, not delivered',
    'webhook',
  );
  private readonly webhookDead = this.gauge('rapport_webhook_dead_letters', 'Tried often enough', 'webhook');
  private readonly streams = this.gauge('rapport_event_streams_open', 'Readers of GET /v1/stream');
  private readonly head = this.gauge('rapport_log_head_position', 'Position of the last event in the log');
  private readonly checkpoint = this.gauge('rapport_projection_checkpoint_position', 'Position applied', 'projection');
  private readonly lag = this.gauge(
    'rapport_projection_lag_events',
    'Positions not yet applied: events, or bytes of the log on EventStoreDB',
    'projection',
  );
  private readonly parked = this.gauge('rapport_projection_parked_events', 'Events parked or held back', 'projection');

  private readonly jobsRunning = this.gauge('rapport_jobs_running', 'Jobs that are being done, by kind', 'kind');
  private readonly jobDone = this.gauge('rapport_job_done', 'How far the job of the kind is: bytes, events …', 'kind');
  private readonly jobTotal = this.gauge('rapport_job_total', 'Where it ends, when that is known', 'kind');
  private readonly jobRate = this.gauge('rapport_job_rate', 'What it does in a second', 'kind');

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  requestAnswered(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  eventsProjected(projection: string, events: number): void {
    this.projected.inc({ projection }, events);
  }

  requestRefused(reason: string): void {
    this.refused.inc({ reason });
  }

  /** `counts`, by kind of request, tells how many are worked on; asked whenever the gauge is read. */
  watchRequests(counts: Readonly<Record<string, () => number>>): void {
    new Gauge({
      name: 'rapport_http_requests_under_way',
      help: 'Requests worked on now, by kind',
      labelNames: ['kind'],
      registers: [this.registry],
      collect() {
        for (const [kind, count] of Object.entries(counts)) this.set({ kind }, count());
      },
    });
  }

  /** The databases did not answer: of what only they know, nothing is said. */
  databasesAway(): void {
    this.up.set(0);
    this.head.remove();
    for (const gauge of [this.checkpoint, this.lag, this.parked]) gauge.reset();
    for (const gauge of [this.webhookLag, this.webhookPending, this.webhookDead]) gauge.reset();
    for (const gauge of [this.jobsRunning, this.jobDone, this.jobTotal, this.jobRate]) gauge.reset();
  }

  /** Sets the gauges of jobs to what runs now; of several of a kind, `done` and the others are added up. */
  observeJobs(jobs: readonly ObservedJob[]): void {
    for (const gauge of [this.jobsRunning, this.jobDone, this.jobTotal, this.jobRate]) gauge.reset();
    for (const { kind, done, total = 0, ratePerSecond = 0 } of jobs) {
      this.jobsRunning.inc({ kind });
      this.jobDone.inc({ kind }, done);
      this.jobTotal.inc({ kind }, total);
      this.jobRate.inc({ kind }, ratePerSecond);
    }
  }

  eventStreamsOpen(count: number): void {
    this.streams.set(count);
  }

  webhookAttempt(webhook: string, outcome: 'delivered' | 'failed' | 'dead'): void {
    this.webhookAttempts.inc({ webhook, outcome });
  }

  /** Sets the gauges of webhooks to what is true now; those of webhooks that are gone go, too. */
  observeWebhooks(head: bigint, webhooks: readonly ObservedWebhook[]): void {
    for (const gauge of [this.webhookLag, this.webhookPending, this.webhookDead]) gauge.reset();
    for (const { id: webhook, position, pending, deadLetters } of webhooks) {
      this.webhookLag.set({ webhook }, Number(head > position ? head - position : 0n));
      this.webhookPending.set({ webhook }, pending);
      this.webhookDead.set({ webhook }, deadLetters);
    }
  }

  /** Sets the gauges to what is true now; called when they are about to be read. */
  observe(head: bigint, projections: readonly ObservedProjection[]): void {
    this.up.set(1);
    this.head.set(Number(head));
    for (const { name: projection, checkpoint, lag, parked } of projections) {
      this.checkpoint.set({ projection }, Number(checkpoint));
      this.lag.set({ projection }, Number(lag));
      this.parked.set({ projection }, parked);
    }
  }

  private gauge(name: string, help: string, ...labelNames: string[]): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}
