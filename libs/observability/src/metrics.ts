import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** A projection's state, as the lag gauges want it. */
export interface ObservedProjection {
  name: string;
  checkpoint: bigint;
  lag: bigint;
  parked: number;
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
  private readonly projected = new Counter({
    name: 'rapport_projection_events_total',
    help: 'Events applied, by projection',
    labelNames: ['projection'],
    registers: [this.registry],
  });
  private readonly head = this.gauge('rapport_log_head_position', 'Position of the last event in the log');
  private readonly checkpoint = this.gauge('rapport_projection_checkpoint_position', 'Position applied', 'projection');
  private readonly lag = this.gauge('rapport_projection_lag_events', 'Positions not yet applied: events, or bytes of the log on EventStoreDB', 'projection');
  private readonly parked = this.gauge('rapport_projection_parked_events', 'Events parked or held back', 'projection');

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  requestAnswered(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  eventsProjected(projection: string, events: number): void {
    this.projected.inc({ projection }, events);
  }

  /** Sets the gauges to what is true now; called when they are about to be read. */
  observe(head: bigint, projections: readonly ObservedProjection[]): void {
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
