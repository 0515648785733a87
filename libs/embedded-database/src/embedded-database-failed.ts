/** The embedded database could not be prepared, started or stopped. The message says why and what to do. */
export class EmbeddedDatabaseFailed extends Error {
  readonly code = 'embedded-database-failed';

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'EmbeddedDatabaseFailed';
  }
}
