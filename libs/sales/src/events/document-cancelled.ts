import { FactBody, Text } from '#kernel';

@FactBody({ version: 1, path: 'document-cancellations', about: 'A document was taken back; nothing is owed on it.' })
export class DocumentCancelled {
  @Text({ about: "The source's id of the document", max: 200 })
  documentId!: string;

  @Text({ about: 'Why, as a code', max: 100, optional: true })
  reasonCode?: string;

  @Text({ about: 'Why, in words', optional: true, personal: true })
  reason?: string;
}
