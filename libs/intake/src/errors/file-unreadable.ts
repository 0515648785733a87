import { RapportError } from '#kernel';

/** The file cannot be read: it is not there, may not be read, or its bytes are damaged. */
export class FileUnreadable extends RapportError {
  readonly code = 'file-unreadable';

  constructor(
    readonly file: string,
    readonly problem: string,
    options?: { cause?: unknown },
  ) {
    super(`${file}: ${problem}`, { file });
    if (options?.cause !== undefined) this.cause = options.cause;
  }
}
