import { RapportError } from '#kernel';

/** Somebody has deleted the stream with the engine's own tools; it can never be appended to again. */
export class StreamDeleted extends RapportError {
  readonly code = 'stream-deleted';

  constructor(readonly stream: string) {
    super(`${stream} has been deleted in the event log, and takes no more events`, { stream });
  }
}
