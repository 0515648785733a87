import type { ClientBase } from 'pg';
import { isConsequence, isRefusalOfRows } from '../engine/refusal.js';
import type { BlockedRows } from '../fold/blocked-rows.js';
import type { FoldOutcome, LeftOut, ProjectionFold, Touch } from '../fold/projection-fold.js';
import { RowSet } from '../fold/row-set.js';
import { READ_SCHEMA } from '../tables/sql-names.js';
import { type Statements, TableRows } from '../tables/table-rows.js';

const SAVEPOINT = 'late_fold';

/** Applies events to live rows within a transaction, those that fail left out. */
export class LateFold {
  private readonly tables: readonly TableRows[];

  constructor(
    private readonly client: ClientBase,
    /** Of the same connection. */
    private readonly statements: Statements,
    private readonly fold: ProjectionFold,
    private readonly blocked: BlockedRows,
  ) {
    this.tables = fold.projection.tables.map((table) => new TableRows(READ_SCHEMA, table));
  }

  /** Answers what is left out. When the database refuses a row, halves are tried, down to the event at fault. */
  async apply(touches: readonly Touch[]): Promise<readonly LeftOut[]> {
    if (touches.length === 0) return [];
    const refusal = await this.tryAll(touches);
    if (!('error' in refusal)) return refusal.leftOut;
    if (touches.length === 1) return this.apply([{ ...touches[0]!, failure: refusal }]);
    const middle = touches.length >> 1;
    const first = await this.apply(touches.slice(0, middle));
    return [...first, ...(await this.apply(touches.slice(middle)))];
  }

  private async tryAll(touches: readonly Touch[]): Promise<FoldOutcome | { error: unknown }> {
    await this.client.query(`savepoint ${SAVEPOINT}`);
    try {
      const outcome = await this.foldAndWrite(touches);
      await this.client.query(`release savepoint ${SAVEPOINT}`);
      this.blocked.absorb(outcome.blocked);
      return outcome;
    } catch (error) {
      if (!isRefusalOfRows(error)) throw error;
      await this.client.query(`rollback to savepoint ${SAVEPOINT}; release savepoint ${SAVEPOINT}`);
      return { error };
    }
  }

  private async foldAndWrite(touches: readonly Touch[]): Promise<FoldOutcome> {
    const rows: RowSet[] = [];
    for (const [index, table] of this.tables.entries()) {
      const keys = new Set(touches.flatMap((touch) => (touch.failure ? [] : touch.keys[index]!)));
      rows.push(new RowSet(await table.load(this.statements, keys)));
    }
    const outcome = this.fold.apply(touches, rows, this.blocked);
    for (const [index, table] of this.tables.entries()) {
      await allWritten(table.write(this.statements, rows[index]!.changed.values()));
    }
    return outcome;
  }
}

/** Throws what the first statement that failed threw, not that the others came behind it. */
async function allWritten(writes: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(writes);
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  if (errors.length > 0) throw errors.find((error) => !isConsequence(error)) ?? errors[0];
}
