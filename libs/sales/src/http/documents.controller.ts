import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { EventId, Text } from '#kernel';
import {
  ApiAnswer,
  ApiQueryOf,
  cursorAfter,
  givenTexts,
  ID,
  INSTANT,
  listOf,
  NEXT_CURSOR,
  objectOf,
  orNull,
  pageAskedBy,
  PageQuery,
  TEXT,
} from '#projections/http';
import { type DocumentFilter, type ListedDocument, ListDocuments } from '../queries/list-documents.query.js';
import { MONEY_OR_NULL } from './money-schemas.js';

export class DocumentsQuery extends PageQuery {
  @EventId({ about: 'Only this customer’s', optional: true })
  customerId?: string;

  @Text({ about: 'What kind of document', max: 100, optional: true })
  documentType?: string;

  @Text({ about: 'Purchase that it belongs to', max: 200, optional: true })
  purchaseId?: string;

  @Text({ about: 'Opportunity that it belongs to', max: 200, optional: true })
  opportunityId?: string;

  @Text({ about: 'SHA-256 of a file: the documents that it is', max: 64, pattern: /^[0-9a-f]{64}$/, optional: true })
  sha256?: string;

  @Text({ about: 'Only what this system reported', max: 500, optional: true })
  source?: string;
}

const FILTERS: (keyof DocumentFilter)[] = [
  'customerId',
  'documentType',
  'purchaseId',
  'opportunityId',
  'sha256',
  'source',
];

interface DocumentsAnswer {
  documents: ListedDocument[];
  next: string | null;
}

const KNOWN_TEXT = orNull(TEXT);

const DOCUMENTS_SCHEMA = objectOf<DocumentsAnswer>({
  documents: listOf(
    objectOf<ListedDocument>({
      customerId: ID,
      documentId: TEXT,
      eventId: ID,
      documentType: KNOWN_TEXT,
      number: KNOWN_TEXT,
      sha256: KNOWN_TEXT,
      uri: KNOWN_TEXT,
      purchaseId: KNOWN_TEXT,
      opportunityId: KNOWN_TEXT,
      amount: MONEY_OR_NULL,
      issuedAt: orNull(INSTANT),
      dueAt: orNull(INSTANT),
      cancelledAt: orNull(INSTANT),
      source: TEXT,
    }),
  ),
  next: NEXT_CURSOR,
});

@ApiTags('sales')
@Controller('v1/documents')
export class DocumentsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ operationId: 'listDocuments', summary: 'Documents given to customers, filtered, in pages' })
  @ApiQueryOf(DocumentsQuery)
  @ApiAnswer('A page of documents', DOCUMENTS_SCHEMA)
  async list(@Query() query: DocumentsQuery): Promise<DocumentsAnswer> {
    const page = await this.queries.execute(new ListDocuments(givenTexts(query, FILTERS), pageAskedBy(query)));
    return { documents: page.documents, next: cursorAfter(page.after) };
  }
}
