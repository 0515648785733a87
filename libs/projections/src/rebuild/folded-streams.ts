import type { EventCodec, StoredEvent } from '#event-store';
import { BlockedRows } from '../fold/blocked-rows.js';
import type { LogEntry } from '../fold/log-entry.js';
import type { LeftOut, ProjectionFold } from '../fold/projection-fold.js';
import { RowSet } from '../fold/row-set.js';
import { entryOf } from '../engine/entry-of.js';
import { isDivided } from '../engine/slot.js';
import { CopyText } from '../tables/copy-text.js';
import { SHADOW_SCHEMA } from '../tables/sql-names.js';
import { CombinedRows } from './combined-rows.js';
import type { Row } from '../fold/row.js';

interface TableLines {
  copySql: string;
  lines: string[];
}

interface CopiedPart {
  fold: ProjectionFold;
  texts: readonly CopyText[];
  lines: readonly TableLines[];
}

interface CombinedPart {
  fold: ProjectionFold;
  tables: readonly CombinedRows[];
  hasFailed: boolean;
}

/**
 * What whole streams, each folded from its beginning, make of projections: lines to copy where rows have one stream
 * each, rows combined of all these streams where they gather from several.
 */
export class FoldedStreams {
  readonly leftOut = new Map<string, LeftOut[]>();
  events = 0;
  readingMs = 0;
  foldingMs = 0;
  private readonly copied: readonly CopiedPart[];
  private readonly combined: readonly CombinedPart[];

  constructor(
    folds: readonly ProjectionFold[],
    private readonly codec: EventCodec,
  ) {
    const isCopied = ({ projection }: ProjectionFold): boolean => isDivided(projection);
    this.copied = folds.filter(isCopied).map((fold) => {
      const texts = fold.projection.tables.map((table) => new CopyText(SHADOW_SCHEMA, table));
      return { fold, texts, lines: texts.map(({ copySql }) => ({ copySql, lines: [] })) };
    });
    this.combined = folds
      .filter((fold) => !isCopied(fold))
      .map((fold) => ({ fold, tables: fold.tables.map((table) => new CombinedRows(table)), hasFailed: false }));
  }

  get tables(): readonly TableLines[] {
    return this.copied.flatMap(({ lines }) => lines);
  }

  /** By projection: its rows by table; undefined where an event failed. */
  get partials(): ReadonlyMap<string, readonly Row[][] | undefined> {
    return new Map(
      this.combined.map(({ fold, tables, hasFailed }) => [
        fold.projection.name,
        hasFailed ? undefined : tables.map(({ rows }) => rows),
      ]),
    );
  }

  /** All events of one stream, in order. */
  add(stream: readonly StoredEvent[]): void {
    const started = performance.now();
    const entries: LogEntry[] = stream.map((event) => entryOf(event, this.codec));
    for (const { fold, texts, lines } of this.copied) {
      const folded = foldedBy(fold, entries);
      if (!folded) continue;
      for (const [index, { changed }] of folded.rows.entries()) {
        for (const row of changed.values()) lines[index]!.lines.push(texts[index]!.lineOf(row));
      }
      if (folded.leftOut.length > 0) this.leaveOut(fold.projection.name, folded.leftOut);
    }
    for (const part of this.combined) {
      const folded = part.hasFailed ? undefined : foldedBy(part.fold, entries);
      if (!folded) continue;
      part.hasFailed = folded.leftOut.length > 0;
      for (const [index, { changed }] of folded.rows.entries()) {
        for (const [key, row] of changed) part.tables[index]!.add(key, row);
      }
    }
    this.events += stream.length;
    this.foldingMs += performance.now() - started;
  }

  private leaveOut(projection: string, leftOut: readonly LeftOut[]): void {
    const known = this.leftOut.get(projection);
    if (known) known.push(...leftOut);
    else this.leftOut.set(projection, [...leftOut]);
  }
}

/** Undefined where nothing of the stream means anything to the projection. */
function foldedBy(
  fold: ProjectionFold,
  entries: readonly LogEntry[],
): { rows: readonly RowSet[]; leftOut: readonly LeftOut[] } | undefined {
  const touches = fold.touches(entries);
  if (touches.length === 0) return undefined;
  const rows = fold.tables.map(() => new RowSet());
  const { leftOut } = fold.apply(touches, rows, new BlockedRows());
  return { rows, leftOut };
}
