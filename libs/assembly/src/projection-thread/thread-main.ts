import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import { EventCodec, openEventStore } from '#event-store';
import { ProjectionEngine } from '#projections';
import { DOMAINS, factCatalogue } from '../domains.js';
import type { ThreadMessage, ThreadSettings } from './thread-messages.js';

if (!parentPort) throw new Error('this is the beginning of a thread, not of a program');
const parent = parentPort;
const { databaseUrl, eventStoreUrl } = workerData as ThreadSettings;

const outbox: ThreadMessage[] = [];

/** What comes in one go is told in one message. */
function tell(message: ThreadMessage): void {
  outbox.push(message);
  if (outbox.length === 1) queueMicrotask(() => parent.postMessage(outbox.splice(0)));
}

const codec = new EventCodec(factCatalogue());
const store = await openEventStore({ url: eventStoreUrl, saysTheSame: codec.saysTheSame });
const engine = new ProjectionEngine({
  store,
  codec,
  connectionString: databaseUrl,
  projections: DOMAINS.flatMap((domain) => domain.projections),
  log: (line) => tell({ kind: 'log', line }),
  onBatch: (batch) => tell({ kind: 'batch', batch }),
  observer: {
    begin: (positions) => tell({ kind: 'begin', positions }),
    advance: (slots, position) => tell({ kind: 'advance', slots, position }),
    end: () => tell({ kind: 'end' }),
  },
});
// Whatever it is told means that it shall end; without a listener the thread ends by itself.
parent.once('message', () => void engine.stop().then(() => store.close()));
await engine.start();
tell({ kind: 'started' });
