import { BlockedRows } from '../fold/blocked-rows.js';
import type { LogEntry } from '../fold/log-entry.js';
import type { LeftOut, ProjectionFold } from '../fold/projection-fold.js';
import { RowSet } from '../fold/row-set.js';

/** What a projection's fold makes of one stream. */
export interface FoldedStream {
  /** By table; none where nothing of the stream means anything to the projection. */
  rows: readonly RowSet[];
  leftOut: readonly LeftOut[];
}

const NOTHING: FoldedStream = { rows: [], leftOut: [] };

/** One projection's fold of one stream after another, each a stretch at a time. */
export class StreamFold {
  private rows: RowSet[] | undefined;
  private leftOut: LeftOut[] = [];
  private blocked = new BlockedRows();

  constructor(private readonly fold: ProjectionFold) {}

  get projection(): string {
    return this.fold.projection.name;
  }

  take(entries: readonly LogEntry[]): void {
    const touches = this.fold.touches(entries);
    if (touches.length === 0) return;
    this.rows ??= this.fold.tables.map(() => new RowSet());
    const { leftOut, blocked } = this.fold.apply(touches, this.rows, this.blocked);
    if (leftOut.length === 0) return;
    this.leftOut.push(...leftOut);
    this.blocked.absorb(blocked);
  }

  /** What the stream came to; the next one begins. */
  end(): FoldedStream {
    if (!this.rows) return NOTHING;
    const folded = { rows: this.rows, leftOut: this.leftOut };
    this.rows = undefined;
    if (this.leftOut.length > 0) {
      this.leftOut = [];
      this.blocked = new BlockedRows();
    }
    return folded;
  }
}
