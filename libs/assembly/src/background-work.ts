import { type SenderOptions, WebhookSender } from '#delivery';
import type { Metrics } from '#observability';
import type { Ledger } from './ledger.js';

/** What goes on by itself beside answering requests, in whichever process is to do it. */
export interface BackgroundWork {
  start(): void | Promise<void>;
  /** Finishes what is under way or gives it up cleanly, within seconds. */
  stop(): Promise<void>;
}

export interface BackgroundWorkOptions {
  log?: SenderOptions['log'];
  metrics?: Metrics;
  /** What webhooks are to do otherwise than by default. */
  webhooks?: Pick<
    SenderOptions,
    'schedule' | 'timeoutMs' | 'lookEveryMs' | 'leaseTtlMs' | 'queueLimit' | 'concurrency'
  >;
}

/** All of it, over an opened ledger; not started yet. It is to be stopped before the ledger is closed. */
export function backgroundWork(ledger: Ledger, options: BackgroundWorkOptions = {}): BackgroundWork[] {
  const { log, metrics, webhooks } = options;
  const { databaseUrl, store, codec, catalogue } = ledger;
  return [
    new WebhookSender({
      connectionString: databaseUrl,
      store,
      codec,
      catalogue,
      ...(log ? { log } : {}),
      ...(metrics ? { onAttempt: ({ webhookId, outcome }) => metrics.webhookAttempt(webhookId, outcome) } : {}),
      ...webhooks,
    }),
  ];
}
