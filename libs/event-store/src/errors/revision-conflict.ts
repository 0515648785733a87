import { RapportError } from '#kernel';
import type { ActualRevision, ExpectedRevision } from '../port/expected-revision.js';

/** The stream is not at the revision that the append expected. */
export class RevisionConflict extends RapportError {
  readonly code = 'revision-conflict';

  constructor(
    readonly stream: string,
    readonly expectedRevision: ExpectedRevision,
    readonly currentRevision: ActualRevision,
  ) {
    super(`${stream} is at revision ${currentRevision}, not ${expectedRevision}`, {
      stream,
      expectedRevision,
      currentRevision,
    });
  }
}
