import type { FactToRecord } from '#intake';
import { customerStream } from '#kernel';
import { customerIdOf } from './customers.js';

const SOURCE = 'urn:bench';

/** Something about a made-up customer, known to the source as `id`. */
export function factAbout(customer: number, type: string, id: string, occurredAt: string, data: object): FactToRecord {
  return { type, stream: customerStream(customerIdOf(customer)), source: SOURCE, sourceId: id, occurredAt, data };
}
