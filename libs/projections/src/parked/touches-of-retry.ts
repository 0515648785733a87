import { BlockedRows } from '../fold/blocked-rows.js';
import type { LogEntry } from '../fold/log-entry.js';
import type { ProjectionFold, Touch } from '../fold/projection-fold.js';
import { isDivided } from '../engine/slot.js';
import { RowsMovedOn } from './errors/rows-moved-on.js';
import type { LeftOutRecord } from './left-out-record.js';

/**
 * What left-out events touch when they are tried again. An event may be applied late only to rows that have been held
 * ever since: where a changed `keysOf` says others, later events may have gone into those already, so the event fails
 * with RowsMovedOn. For the same reason an event that stays left out never comes to hold more than it has held so far.
 */
export class TouchesOfRetry {
  /** Rows and streams that have been held since before the event in question. */
  private readonly heldSince = new BlockedRows();

  constructor(private readonly fold: ProjectionFold) {}

  /** The next ones in the order of the log. Those that touch nothing any more are not among the touches. */
  of(entries: readonly LogEntry[], records: readonly LeftOutRecord[]): Touch[] {
    const touches = new Map(this.fold.touches(entries).map((touch) => [touch.entry.position, touch]));
    return records.flatMap((record) => {
      this.hold(record);
      const touch = touches.get(record.position);
      return touch ? [this.within(record, touch)] : [];
    });
  }

  private hold({ keys, wholeStream, stream }: LeftOutRecord): void {
    // Where rows gather from several streams, one held stream does not keep the others from them.
    const isStreamHeld = wholeStream && isDivided(this.fold.projection);
    this.heldSince.block(keys, isStreamHeld ? stream : undefined);
  }

  private within(record: LeftOutRecord, touch: Touch): Touch {
    if (touch.keysIncomplete) return record.wholeStream ? touch : this.asRecorded(record, touch, touch.failure!);
    if (this.heldSince.covers(touch.entry, this.fold.rowKeysOf(touch))) return touch;
    return this.asRecorded(record, touch, { error: new RowsMovedOn() });
  }

  private asRecorded(record: LeftOutRecord, { entry }: Touch, failure: { error: unknown }): Touch {
    const keys = this.fold.tables.map(({ table }) =>
      record.keys.filter((each) => each.table === table.name).map(({ key }) => key),
    );
    return { entry, keys, failure, ...(record.wholeStream ? { keysIncomplete: true } : {}) };
  }
}
