import { customerOfStream, projectedTable, type RecordedEvent, toUtc } from '#kernel';
import type { DocumentIssued } from '../events/index.js';

/** One document given to a customer. Money in minor units. */
export interface DocumentRow {
  /** `<customer>:<documentId>` */
  document_key: string;
  first_position: number;
  customer_id: string;
  document_id: string;
  document_type: string | null;
  number: string | null;
  sha256: string | null;
  uri: string | null;
  purchase_id: string | null;
  opportunity_id: string | null;
  amount: number | null;
  currency: string | null;
  /** null while only its cancellation is known. */
  issued_at: string | null;
  due_at: string | null;
  cancelled_at: string | null;
  event_id: string;
  source: string;
}

export const documentTable = projectedTable<DocumentRow>({
  name: 'document',
  columns: {
    document_key: 'text',
    first_position: 'bigint',
    customer_id: 'uuid',
    document_id: 'text',
    document_type: 'text',
    number: 'text',
    sha256: 'text',
    uri: 'text',
    purchase_id: 'text',
    opportunity_id: 'text',
    amount: 'bigint',
    currency: 'text',
    issued_at: 'timestamptz',
    due_at: 'timestamptz',
    cancelled_at: 'timestamptz',
    event_id: 'uuid',
    source: 'text',
  },
  key: 'document_key',
  indexes: ['(first_position)', '(customer_id)', '(sha256)'],

  keysOf(event) {
    const customerId = customerOfStream(event.stream);
    if (customerId === undefined || !['DocumentIssued', 'DocumentCancelled'].includes(event.type)) return [];
    return [`${customerId}:${(event.data as DocumentIssued).documentId}`];
  },

  evolve(row, event, key) {
    const before = row ?? emptyDocument(key, event);
    const at = event.metadata.occurredAt;
    if (event.type === 'DocumentCancelled') return { ...before, cancelled_at: at };
    const issued = event.data as DocumentIssued;
    return {
      ...before,
      document_type: issued.documentType,
      number: issued.number,
      sha256: issued.sha256,
      uri: issued.uri ?? null,
      purchase_id: issued.purchaseId ?? null,
      opportunity_id: issued.opportunityId ?? null,
      amount: issued.amount?.amount ?? null,
      currency: issued.amount?.currency ?? null,
      issued_at: at,
      due_at: issued.dueAt === undefined ? null : toUtc(issued.dueAt),
      event_id: event.id,
    };
  },
});

function emptyDocument(key: string, { id, stream, position, data, metadata }: RecordedEvent): DocumentRow {
  return {
    document_key: key,
    first_position: Number(position),
    customer_id: customerOfStream(stream)!,
    document_id: (data as DocumentIssued).documentId,
    document_type: null,
    number: null,
    sha256: null,
    uri: null,
    purchase_id: null,
    opportunity_id: null,
    amount: null,
    currency: null,
    issued_at: null,
    due_at: null,
    cancelled_at: null,
    event_id: id,
    source: metadata.source,
  };
}
