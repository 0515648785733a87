import pg from 'pg';
import { UnwritableRow } from '../tables/table-rows.js';

/** Data exception, cardinality, integrity constraint, program limit: classes of SQLSTATE that lie in what was written. */
const REFUSED_CLASSES = new Set(['21', '22', '23', '54']);

/** The statement came behind another one of its transaction that had failed. */
const IN_FAILED_TRANSACTION = '25P02';

/** What another thread was told of rows. */
export class RowsRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RowsRefused';
  }
}

/** Whether the error lies in the rows themselves, so that the same batch would fail again. All else may pass. */
export function isRefusalOfRows(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return REFUSED_CLASSES.has(error.code?.slice(0, 2) ?? '');
  return error instanceof UnwritableRow || error instanceof RowsRefused;
}

/** Whether the error only says that another statement of the same transaction had failed before. */
export function isConsequence(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === IN_FAILED_TRANSACTION;
}
