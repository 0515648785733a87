import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import { EventCodec, openEventStore } from '#event-store';
import { doTask, taskFailureOf } from '#projections';
import { DOMAINS, factCatalogue } from '../domains.js';
import type { RebuildThreadMessage, RebuildThreadSettings } from './thread-messages.js';

if (!parentPort) throw new Error('this is the beginning of a thread, not of a program');
const parent = parentPort;
const { databaseUrl, eventStoreUrl, task } = workerData as RebuildThreadSettings;

function tell(message: RebuildThreadMessage): void {
  parent.postMessage(message);
}

const stopping = new AbortController();
// Whatever it is told means that it shall end.
const stop = (): void => stopping.abort();
parent.on('message', stop);

try {
  const codec = new EventCodec(factCatalogue());
  const store = await openEventStore({ url: eventStoreUrl, saysTheSame: codec.saysTheSame });
  try {
    const projections = DOMAINS.flatMap((domain) => domain.projections);
    await doTask(
      { store, codec, connectionString: databaseUrl, projections, log: (line) => tell({ kind: 'log', line }) },
      task,
      stopping.signal,
    );
  } finally {
    await store.close();
  }
} catch (error) {
  tell({ kind: 'failed', failure: taskFailureOf(error) });
} finally {
  // Without a listener the thread ends by itself.
  parent.off('message', stop);
}
