import { DOMAINS, factCatalogue } from '../../dist/libs/assembly/src/index.js';
import { CloudEventReader, MadeUpLog, planLog } from '../../dist/libs/intake/src/index.js';

/**
 * The events of a generated ledger as Emmett takes them, by stream: the same bodies, and as metadata what Rapport stores
 * beside them, with the ids that its table names.
 */
export function sameEvents(events) {
  const catalogue = factCatalogue();
  const log = new MadeUpLog({
    plan: planLog({ events }),
    reader: new CloudEventReader({ catalogue }),
    catalogue,
    policies: DOMAINS.flatMap(({ policies = [] }) => policies),
  });
  const streams = new Map();
  let purchases = 0;
  for (const { fact, events: made, recordedAt } of log) {
    const customerId = fact.stream.slice('customer-'.length);
    const own = streams.get(fact.stream) ?? [];
    streams.set(fact.stream, own);
    for (const { id, type, data, metadata } of made) {
      if (type === 'PurchaseRecorded') purchases += 1;
      own.push({ type, data, metadata: { ...metadata, id, customerId, recordedAt: recordedAt.toISOString() } });
    }
  }
  return { streams, purchases };
}
