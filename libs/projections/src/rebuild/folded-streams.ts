import type { EventCodec, StoredEvent } from '#event-store';
import { BlockedRows } from '../fold/blocked-rows.js';
import type { LogEntry } from '../fold/log-entry.js';
import type { LeftOut, ProjectionFold } from '../fold/projection-fold.js';
import { RowSet } from '../fold/row-set.js';
import { SHADOW_SCHEMA } from '../tables/sql-names.js';
import { entryOf } from '../engine/entry-of.js';
import { CopyText } from '../tables/copy-text.js';

interface TableLines {
  copySql: string;
  lines: string[];
}

/** What whole streams, each folded from its beginning, make of projections whose rows have one stream each. */
export class FoldedStreams {
  readonly leftOut = new Map<string, LeftOut[]>();
  events = 0;
  readingMs = 0;
  foldingMs = 0;
  private readonly parts: readonly { fold: ProjectionFold; texts: readonly CopyText[]; lines: readonly TableLines[] }[];

  constructor(
    folds: readonly ProjectionFold[],
    private readonly codec: EventCodec,
  ) {
    this.parts = folds.map((fold) => {
      const texts = fold.projection.tables.map((table) => new CopyText(SHADOW_SCHEMA, table));
      return { fold, texts, lines: texts.map(({ copySql }) => ({ copySql, lines: [] })) };
    });
  }

  get tables(): readonly TableLines[] {
    return this.parts.flatMap(({ lines }) => lines);
  }

  /** All events of one stream, in order. */
  add(stream: readonly StoredEvent[]): void {
    const started = performance.now();
    const entries: LogEntry[] = stream.map((event) => entryOf(event, this.codec));
    for (const { fold, texts, lines } of this.parts) {
      const touches = fold.touches(entries);
      if (touches.length === 0) continue;
      const rows = texts.map(() => new RowSet());
      const { leftOut } = fold.apply(touches, rows, new BlockedRows());
      for (const [index, { changed }] of rows.entries()) {
        for (const row of changed.values()) lines[index]!.lines.push(texts[index]!.lineOf(row));
      }
      if (leftOut.length > 0) this.leaveOut(fold.projection.name, leftOut);
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
