import { type SenderOptions, WebhookSender } from '#delivery';
import { JobRunner, type Schedule, pruningSchedule } from '#jobs';
import { bookingSchedule } from '#loyalty/booking';
import type { Metrics } from '#observability';
import type { Ledger } from './ledger.js';
import { RebuildOfOlderVersions } from './rebuild-of-older-versions.js';

/** Something that goes on by itself, beside what requests ask for. */
export interface BackgroundWork {
  start(): void | Promise<void>;
  /** Finishes what is under way or gives it up in good order, within seconds. */
  stop(): Promise<void>;
}

export interface BackgroundWorkOptions {
  log?: SenderOptions['log'];
  metrics?: Metrics;
  /** Jobs that come again and again; by default all that there are. */
  schedules?: readonly Schedule[];
  /** What webhooks are to do otherwise than by default. */
  webhooks?: Pick<
    SenderOptions,
    'schedule' | 'timeoutMs' | 'lookEveryMs' | 'leaseTtlMs' | 'queueLimit' | 'concurrency'
  >;
}

/** All that goes on by itself over an opened ledger, in the service's own process or in workers; nothing runs yet. */
export function backgroundWorkOf(ledger: Ledger, options: BackgroundWorkOptions = {}): BackgroundWork[] {
  const { log, schedules = [pruningSchedule, bookingSchedule] } = options;
  const jobs = new JobRunner({
    jobs: ledger.jobs,
    schedules,
    ...(log ? { log } : {}),
  });
  return [ledger.projections, jobs, webhookSender(ledger, options), new RebuildOfOlderVersions(ledger, log)];
}

function webhookSender(ledger: Ledger, { log, metrics, webhooks }: BackgroundWorkOptions): WebhookSender {
  const { databaseUrl, store, codec, catalogue } = ledger;
  return new WebhookSender({
    connectionString: databaseUrl,
    store,
    codec,
    catalogue,
    ...(log ? { log } : {}),
    ...(metrics ? { onAttempt: ({ webhookId, outcome }) => metrics.webhookAttempt(webhookId, outcome) } : {}),
    ...webhooks,
  });
}

/** Starts each of them; answers with what stops them all. It is to be called before the ledger is closed. */
export async function startAll(works: readonly BackgroundWork[]): Promise<() => Promise<void>> {
  const started: BackgroundWork[] = [];
  const stopAll = async (): Promise<void> => {
    await Promise.all(started.splice(0).map((work) => work.stop()));
  };
  try {
    for (const work of works) {
      started.push(work);
      await work.start();
    }
  } catch (error) {
    await stopAll();
    throw error;
  }
  return stopAll;
}
