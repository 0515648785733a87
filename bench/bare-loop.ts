import 'reflect-metadata';
import { isSameBytes, openEventStore } from '#event-store';
import { customerOfStream } from '#kernel';
import { REBUILD_PAGE_EVENTS } from '#projections';
import { logUrlOf } from './support/log-url.js';
import { peakMemoryMb } from './support/peak-memory.js';

/**
 * The least that a rebuild can do, in a process of its own: the log in pages as large as those of a rebuild, data and
 * metadata parsed, one counter for each customer. Tells its parent how long it took and how much memory.
 */
const [databaseUrl = ''] = process.argv.slice(2);
const store = await openEventStore({ url: logUrlOf(databaseUrl), saysTheSame: isSameBytes });
const counters = new Map<string, number>();
let events = 0;
let bodies = 0;
const started = performance.now();
for await (const page of store.readAll({ batchSize: REBUILD_PAGE_EVENTS })) {
  for (const { stream, data, metadata } of page) {
    const body = JSON.parse(data.toString('utf8')) as object;
    const { source } = JSON.parse(metadata.toString('utf8')) as { source: string };
    // What was parsed is looked at, so that nobody can leave it out.
    if (source !== '' && body) bodies += 1;
    const customer = customerOfStream(stream);
    if (customer !== undefined) counters.set(customer, (counters.get(customer) ?? 0) + 1);
    events += 1;
  }
}
const seconds = (performance.now() - started) / 1_000;
await store.close();
if (bodies !== events) throw new Error('an event has no body or no source');
process.send?.({ events, seconds, peakMemoryMb: peakMemoryMb() });
process.disconnect?.();
