import { RapportError, type Violation } from '#kernel';

/** A row of a joined file that cannot be used. */
export interface JoinedRowViolation extends Violation {
  /** The line of the joined file on which the row begins. */
  row: number;
}

const SHOWN = 5;

/** A joined file has rows that cannot be read or found by their key. Nothing was imported: facts would lack them. */
export class JoinedFileInvalid extends RapportError {
  readonly code = 'joined-file-invalid';

  constructor(
    readonly file: string,
    private readonly found: readonly JoinedRowViolation[],
  ) {
    const shown = found.slice(0, SHOWN).map(({ row, message }) => `row ${row}: ${message}`);
    const more = found.length > SHOWN ? `; and ${found.length - SHOWN} more` : '';
    super(`${file}: ${shown.join('; ')}${more}. Mend the file and run the import again`, { file });
  }

  override get violations(): readonly JoinedRowViolation[] {
    return this.found;
  }
}
