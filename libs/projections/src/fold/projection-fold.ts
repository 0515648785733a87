import { type Projection, ReferenceTimeline } from '#kernel';
import { BlockedRows } from './blocked-rows.js';
import { type LogEntry, isReadable } from './log-entry.js';
import type { Row, RowKey } from './row.js';
import type { RowSet } from './row-set.js';
import { TableFold } from './table-fold.js';

/** An event that means something to a projection, with the keys it touches by table, in the projection's order. */
export interface Touch {
  entry: LogEntry;
  keys: readonly (readonly string[])[];
  /** Why it cannot be applied, where that is known before it is tried. */
  failure?: { error: unknown };
  /** The keys are not all that it touches. */
  keysIncomplete?: true;
}

/** An event left out of the rows: `parked` because it failed, `held` because a row of its has missed one before. */
export interface LeftOut {
  entry: LogEntry;
  status: 'parked' | 'held';
  keys: readonly RowKey[];
  wholeStream: boolean;
  error?: unknown;
}

const NO_KEYS: readonly string[] = [];

export interface FoldOutcome {
  leftOut: readonly LeftOut[];
  /** What these add to the blocked rows. */
  blocked: BlockedRows;
}

/**
 * The fold of a projection: live, in rebuilds and for questions about the past alike. An event changes all of its rows
 * in all tables, or none.
 */
export class ProjectionFold {
  readonly tables: readonly TableFold[];

  /**
   * `published` is what the projection's reference said so far; what it says further is taken from the events. `skipped`
   * are positions of events that are left out, and hold nothing back.
   */
  constructor(
    readonly projection: Projection,
    private readonly published = projection.reference && new ReferenceTimeline(projection.reference),
    private readonly skipped: ReadonlySet<bigint> = new Set(),
  ) {
    this.tables = projection.tables.map((table) => new TableFold(table));
  }

  /**
   * The events that touch a row, in order; only those of streams that are owned. What is published counts from whatever
   * stream.
   */
  touches(entries: readonly LogEntry[], owns: (stream: string) => boolean = () => true): Touch[] {
    const touches: Touch[] = [];
    const anySkipped = this.skipped.size > 0;
    for (const entry of entries) {
      const failure = this.takePublished(entry);
      // Whoever owns the stream tells of the failure.
      if (!owns(entry.stream) || (anySkipped && this.skipped.has(entry.position))) continue;
      const touch = failure ? { entry, keys: [], failure, keysIncomplete: true as const } : this.touch(entry);
      if (touch) touches.push(touch);
    }
    return touches;
  }

  /** Applies the touches in order to `rows`, one set for each table. */
  apply(touches: readonly Touch[], rows: readonly RowSet[], blockedBefore: BlockedRows): FoldOutcome {
    const leftOut: LeftOut[] = [];
    const blocked = new BlockedRows(blockedBefore);
    let anyBlocked = !blocked.isEmpty;
    const leaveOut = (touch: Touch, status: LeftOut['status'], error?: unknown): void => {
      const keys = this.rowKeysOf(touch);
      const wholeStream = touch.keysIncomplete ?? false;
      leftOut.push({ entry: touch.entry, status, keys, wholeStream, error });
      blocked.block(keys, wholeStream ? touch.entry.stream : undefined);
      anyBlocked = true;
    };
    for (const touch of touches) {
      if (anyBlocked && blocked.blocks(touch.entry, this.rowKeysOf(touch))) {
        leaveOut(touch, 'held');
        continue;
      }
      const failure = touch.failure ?? this.evolve(touch, rows);
      if (failure) leaveOut(touch, 'parked', failure.error);
    }
    return { leftOut, blocked };
  }

  /** Which rows it touches. */
  rowKeysOf({ keys }: Touch): RowKey[] {
    return keys.flatMap((ofTable, index) => ofTable.map((key) => ({ table: this.tables[index]!.table.name, key })));
  }

  private takePublished(entry: LogEntry): { error: unknown } | undefined {
    if (this.published?.reference.stream !== entry.stream || !isReadable(entry)) return undefined;
    try {
      this.published.take({ ...entry, occurredAt: entry.metadata.occurredAt });
      return undefined;
    } catch (error) {
      return { error };
    }
  }

  /** Undefined for an event that touches nothing, as most do: for these nothing is made. */
  private touch(entry: LogEntry): Touch | undefined {
    if (!isReadable(entry)) {
      return { entry, keys: [], failure: { error: entry.unreadable }, keysIncomplete: true };
    }
    let keys: (readonly string[])[] | undefined;
    let index = 0;
    try {
      for (; index < this.tables.length; index += 1) {
        const ofTable = this.tables[index]!.keysOf(entry);
        if (ofTable.length > 0) keys ??= Array.from({ length: index }, () => NO_KEYS);
        keys?.push(ofTable);
      }
      return keys && { entry, keys };
    } catch (error) {
      return { entry, keys: keys ?? [], failure: { error }, keysIncomplete: true };
    }
  }

  private evolve({ entry, keys }: Touch, rows: readonly RowSet[]): { error: unknown } | undefined {
    if (!isReadable(entry)) return { error: entry.unreadable };
    const evolved: { set: RowSet; key: string; row: Row }[] = [];
    try {
      const published = this.published?.before(entry.position);
      for (let index = 0; index < keys.length; index += 1) {
        const set = rows[index]!;
        for (const key of keys[index]!) {
          const before = set.get(key);
          const row = this.tables[index]!.evolve(before, entry, key, published);
          if (row !== before) evolved.push({ set, key, row });
        }
      }
    } catch (error) {
      return { error };
    }
    for (const { set, key, row } of evolved) set.set(key, row);
    return undefined;
  }
}
