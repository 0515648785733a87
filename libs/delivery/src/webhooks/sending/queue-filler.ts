import type { EventStore, StoredEvent } from '#event-store';
import { selects } from '../../selection/event-selection.js';
import type { DeliveryQueue } from '../queue/delivery-queue.js';
import type { PendingDelivery } from '../queue/pending-delivery.js';
import type { WorkDatabase } from '#work';
import { type SendingRight, queueEvents, readPending, readPlace } from '../sql/sender-work.js';
import { RightLost } from './right-lost.js';
import type { Wake } from './wake.js';

export interface QueueFillerOptions {
  queue: DeliveryQueue;
  wake: Wake;
  right: SendingRight;
  database: WorkDatabase;
  store: EventStore;
  types: readonly string[] | undefined;
  queueLimit: number;
}

/** Events read at a time, at most; the queue may have so many more than its limit. */
const BATCH_SIZE = 500;
/** How often at most the cursor is moved where there is nothing to queue. */
const PROGRESS_EVERY_MS = 1_000;

/**
 * Fills the queue of one webhook: first with what waits in the table, then with what comes out of the log, which it puts
 * into the table as it moves the cursor. What is in memory is always the front of what waits.
 */
export class QueueFiller {
  private readonly wanted: (event: StoredEvent) => boolean;
  /** All that waits up to here is in memory. */
  private loadedTo = 0n;
  private complete = false;
  /** The cursor as it is in the table, and how far the log has been read. */
  private saved = 0n;
  private read = 0n;
  private knownChanges = 0n;
  private newestChanges = 0n;
  private saving: Promise<void> = Promise.resolve();

  constructor(private readonly options: QueueFillerOptions) {
    this.wanted = selects(options.types === undefined ? {} : { types: options.types });
  }

  /** Whether the queue is about to be loaded anew: nothing is to be begun meanwhile. */
  get reloads(): boolean {
    return this.newestChanges > this.knownChanges;
  }

  private get hasRoom(): boolean {
    return this.complete && this.options.queue.size < this.options.queueLimit;
  }

  /** Is told how often others have changed the queue. */
  look(changes: bigint): void {
    if (changes <= this.newestChanges) return;
    this.newestChanges = changes;
    this.options.wake.all();
  }

  /** Until the signal is aborted. Throws RightLost when another may fill it, or what the database or the log throws. */
  async run(signal: AbortSignal): Promise<void> {
    await this.begin();
    const following = new AbortController();
    const stop = () => following.abort();
    signal.addEventListener('abort', stop, { once: true });
    // It may have been stopped while it began: what has been told already is not told again.
    if (signal.aborted) stop();
    try {
      await Promise.all([this.load(signal), this.follow(following.signal), this.saveNowAndThen(signal)]);
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
  }

  private async begin(): Promise<void> {
    const { database, right } = this.options;
    const place = await readPlace(database, right.webhookId);
    if (!place) throw new RightLost(right.webhookId);
    this.saved = this.read = place.position;
    this.knownChanges = place.queueChanges;
    await this.loadMore();
  }

  /** Keeps the front of the table in memory. */
  private async load(signal: AbortSignal): Promise<void> {
    const { queue, wake, queueLimit } = this.options;
    while (!signal.aborted) {
      const seen = wake.count;
      if (this.reloads) {
        if (queue.sending === 0) await this.reload();
      } else if (!this.complete && queue.size <= queueLimit / 2) await this.loadMore();
      await wake.after(seen);
    }
  }

  private async reload(): Promise<void> {
    const { database, right, queue } = this.options;
    // The table may be filled while it is read; what is put into it then must not be lost, nor doubled.
    await this.alone(async () => {
      const place = await readPlace(database, right.webhookId);
      if (!place) throw new RightLost(right.webhookId);
      queue.clear();
      this.loadedTo = 0n;
      this.complete = false;
      await this.readOn();
      this.knownChanges = place.queueChanges;
    });
    this.options.wake.all();
  }

  private async loadMore(): Promise<void> {
    await this.alone(() => this.readOn());
    this.options.wake.all();
  }

  private async readOn(): Promise<void> {
    const { database, right, queue, queueLimit } = this.options;
    const rows = await readPending(database, right.webhookId, this.loadedTo, queueLimit);
    const now = performance.now();
    queue.add(rows.map(({ dueInMs, ...row }) => ({ ...row, dueAtMs: dueInMs > 0 ? now + dueInMs : 0 })));
    this.loadedTo = rows.at(-1)?.position ?? this.loadedTo;
    this.complete = rows.length < queueLimit;
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const { store, wake, queueLimit } = this.options;
    const batchSize = Math.min(BATCH_SIZE, queueLimit);
    for await (const batch of store.subscribe({ after: this.read, batchSize, signal })) {
      const events = batch.filter(this.wanted);
      const to = batch.at(-1)!.position;
      if (events.length === 0) this.read = to;
      else {
        for (let seen = wake.count; !this.hasRoom && !signal.aborted; seen = wake.count) await wake.after(seen);
        if (signal.aborted) return;
        await this.alone(() => this.queueAll(events, to));
        wake.all();
      }
    }
  }

  private async queueAll(events: readonly StoredEvent[], to: bigint): Promise<void> {
    await this.save(to, events);
    // While more waits in the table than in memory, this is behind that, and is loaded in its turn.
    if (!this.complete || this.reloads) return;
    this.options.queue.add(events.map(pendingOf));
    this.loadedTo = events.at(-1)!.position;
  }

  /** The cursor is not left behind on a stretch without anything to queue. */
  private async saveNowAndThen(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(PROGRESS_EVERY_MS, signal);
      if (this.read > this.saved) await this.alone(() => this.save(this.read, []));
    }
  }

  private async save(to: bigint, events: readonly StoredEvent[]): Promise<void> {
    if (to <= this.saved) return;
    const { database, right } = this.options;
    const changes = await queueEvents(database, right, { from: this.saved, to, events });
    if (changes === undefined) throw new RightLost(right.webhookId);
    this.saved = to;
    if (to > this.read) this.read = to;
    // Dead letters that were queued again before these events are to be sent before them.
    this.look(changes);
  }

  /** One after the other: each goes by what the one before it left. */
  private alone(work: () => Promise<void>): Promise<void> {
    const mine = this.saving.then(work);
    this.saving = mine.catch(() => undefined);
    return mine;
  }
}

function pendingOf({ position, id, stream, revision }: StoredEvent): PendingDelivery {
  return { position, eventId: id, stream, revision, attempts: 0, dueAtMs: 0 };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}
