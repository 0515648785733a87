import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { cutPage, type Page, ReadModels } from '#projections/read-models';
import { type DocumentRow, documentTable } from '../projections/document-table.js';

export interface ListedDocument {
  customerId: string;
  documentId: string;
  eventId: string;
  documentType: string | null;
  number: string | null;
  sha256: string | null;
  uri: string | null;
  purchaseId: string | null;
  opportunityId: string | null;
  amount: { amount: number; currency: string } | null;
  issuedAt: string | null;
  dueAt: string | null;
  cancelledAt: string | null;
  source: string;
}

export interface DocumentsPage {
  documents: ListedDocument[];
  /** Where to go on, or null at the end. */
  after: number | null;
}

export interface DocumentFilter {
  customerId?: string;
  documentType?: string;
  purchaseId?: string;
  opportunityId?: string;
  /** Digest of the bytes: finds the document that a file is. */
  sha256?: string;
  source?: string;
}

/** Documents in the order of recording. */
export class ListDocuments extends Query<DocumentsPage> {
  constructor(
    readonly filter: DocumentFilter,
    readonly page: Page,
  ) {
    super();
  }
}

const COLUMNS: Record<keyof DocumentFilter, keyof DocumentRow> = {
  customerId: 'customer_id',
  documentType: 'document_type',
  purchaseId: 'purchase_id',
  opportunityId: 'opportunity_id',
  sha256: 'sha256',
  source: 'source',
};

@QueryHandler(ListDocuments)
export class ListDocumentsHandler implements IQueryHandler<ListDocuments> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ filter, page }: ListDocuments): Promise<DocumentsPage> {
    const query = this.readModels
      .repository<DocumentRow>(documentTable)
      .createQueryBuilder('document')
      .where('document.first_position > :after', { after: page.after ?? 0 })
      .orderBy('document.first_position')
      .limit(page.limit + 1);
    for (const [name, value] of Object.entries(filter) as [keyof DocumentFilter, string][]) {
      query.andWhere(`document.${COLUMNS[name]} = :${name}`, { [name]: value });
    }
    const { rows, after } = cutPage(await query.getMany(), page);
    return { documents: rows.map(listedDocumentOf), after };
  }
}

function listedDocumentOf(row: DocumentRow): ListedDocument {
  return {
    customerId: row.customer_id,
    documentId: row.document_id,
    eventId: row.event_id,
    documentType: row.document_type,
    number: row.number,
    sha256: row.sha256,
    uri: row.uri,
    purchaseId: row.purchase_id,
    opportunityId: row.opportunity_id,
    amount: row.amount === null || row.currency === null ? null : { amount: row.amount, currency: row.currency },
    issuedAt: row.issued_at,
    dueAt: row.due_at,
    cancelledAt: row.cancelled_at,
    source: row.source,
  };
}
