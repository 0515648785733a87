import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '#event-store';
import type { WorkDatabase } from '#work';
import { DeliveryQueue } from '../queue/delivery-queue.js';
import { QueueFiller } from './queue-filler.js';
import { Wake } from './wake.js';

describe('the queue of a webhook', () => {
  it('is not filled any more when it was stopped while it was being looked up', async () => {
    const stopping = new AbortController();
    const database = {
      query: (sql: string) => {
        stopping.abort();
        return Promise.resolve(sql.includes('work.webhook') ? [{ position: '0', queue_changes: '0' }] : []);
      },
    } as unknown as WorkDatabase;
    const store = {
      // As the log does: without end, until it is told otherwise.
      async *subscribe({ signal }: { signal: AbortSignal }) {
        await new Promise<void>((resolve) => {
          if (signal.aborted) resolve();
          signal.addEventListener('abort', () => resolve());
        });
        yield* [];
      },
    } as unknown as EventStore;
    const filler = new QueueFiller({
      ...{ queue: new DeliveryQueue(), wake: new Wake(), database, store, types: undefined, queueLimit: 10 },
      right: { webhookId: 'w', leaseName: 'l', epoch: 1n },
    });
    await filler.run(stopping.signal);
    expect(stopping.signal.aborted).toBe(true);
  }, 5_000);
});
