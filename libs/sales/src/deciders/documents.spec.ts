import { describe, it } from '@jest/globals';
import { DocumentCancelled, DocumentIssued } from '../events/index.js';
import { fact, given } from '../../../../test/support/given.js';
import { documents } from './documents.js';

const issued = fact(DocumentIssued, {
  documentId: 'D-1',
  documentType: 'invoice',
  number: '2026/17',
  sha256: 'a'.repeat(64),
});
const cancelled = fact(DocumentCancelled, { documentId: 'D-1', reasonCode: 'wrong_amount' });

describe('documents', () => {
  it('are issued and may be cancelled', () => {
    given(documents, []).when(issued).then([issued]);
    given(documents, [issued]).when(cancelled).thenRecorded();
  });

  it('are issued once, cancelled or not', () => {
    given(documents, [issued]).when(issued).thenRefused('issued-once', 'documentId');
    given(documents, [issued, cancelled]).when(issued).thenRefused('issued-once', 'documentId');
  });

  it('are cancelled once, and only when they are known', () => {
    given(documents, []).when(cancelled).thenRefused('known-document', 'documentId');
    given(documents, [issued, cancelled]).when(cancelled).thenRefused('cancelled-once', 'documentId');
  });
});
