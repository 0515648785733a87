import { RapportError } from '#kernel';
import type { ImportProgress } from '../import/import-progress.js';

/** An import ended before its file did. What was stored stays; the same import may be run again and stores the rest. */
export class ImportInterrupted extends RapportError {
  readonly code = 'import-interrupted';

  constructor(
    file: string,
    why: string,
    readonly progress: ImportProgress & { line: number },
    options?: { cause?: unknown },
  ) {
    const { rows, line, stored, duplicates, rejected } = progress;
    super(
      `${file}: ${why} after ${rows} rows (up to line ${line}): ${stored} events stored, ${duplicates} were there ` +
        `before, ${rejected} rows rejected. Run the same import again once that is mended: nothing is stored twice`,
      { file, ...progress },
    );
    if (options?.cause !== undefined) this.cause = options.cause;
  }
}
