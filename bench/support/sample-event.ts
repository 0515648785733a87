import { randomInt, randomUUID } from 'node:crypto';
import type { NewEvent } from '#event-store';

/** A purchase as a shop would record it: about 100 bytes of body and 200 of metadata. */
export function sampleEvent(): NewEvent {
  const id = randomUUID();
  const amount = randomInt(100, 100_000);
  const body = {
    total: { amount, currency: 'USD' },
    lines: [{ sku: `sku-${amount % 977}`, quantity: 1, unitPrice: amount }],
  };
  const now = new Date().toISOString();
  const metadata = {
    source: 'urn:shop',
    sourceId: `order-${id.slice(0, 13)}`,
    occurredAt: now,
    recordedAt: now,
    schemaVersion: 1,
    actor: { id: 'shop', kind: 'system' },
  };
  return {
    id,
    type: 'PurchaseRecorded',
    data: Buffer.from(JSON.stringify(body)),
    metadata: Buffer.from(JSON.stringify(metadata)),
  };
}

/** A customer's stream, one of many, the same in every run. */
export function sampleStream(customers: number): string {
  const number = randomInt(customers).toString(16).padStart(12, '0');
  return `customer-00000000-0000-4000-8000-${number}`;
}
