/**
 * An event touches other rows by now than when it was left out. Later events were applied to those meanwhile, and cannot
 * be put behind it.
 */
export class RowsMovedOn extends Error {
  constructor() {
    super(
      'it touches rows that were not known when it was left out, and later events may have changed them since: ' +
        'rebuild the projection',
    );
    this.name = 'RowsMovedOn';
  }
}
