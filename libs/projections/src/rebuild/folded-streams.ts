import type { EventCodec, StoredEvent } from '#event-store';
import { entryOf } from '../engine/entry-of.js';
import { isDivided } from '../engine/slot.js';
import type { LeftOut, ProjectionFold } from '../fold/projection-fold.js';
import type { Row } from '../fold/row.js';
import type { RowSet } from '../fold/row-set.js';
import { CopyText } from '../tables/copy-text.js';
import { SHADOW_SCHEMA } from '../tables/sql-names.js';
import { CombinedRows } from './combined-rows.js';
import { StreamFold } from './stream-fold.js';

interface TableLines {
  copySql: string;
  lines: string[];
}

interface CopiedPart {
  stream: StreamFold;
  texts: readonly CopyText[];
  lines: readonly TableLines[];
}

interface CombinedPart {
  stream: StreamFold;
  tables: readonly CombinedRows[];
  hasFailed: boolean;
}

/**
 * What whole streams, each folded from its beginning, make of projections: lines to copy where rows have one stream
 * each, rows combined of all these streams where they gather from several. Of a stream it keeps the rows, not the events.
 */
export class FoldedStreams {
  readonly leftOut = new Map<string, LeftOut[]>();
  /** Why rows of projections could not be combined. */
  readonly uncombined: { projection: string; error: unknown }[] = [];
  events = 0;
  readingMs = 0;
  foldingMs = 0;
  private readonly copied: readonly CopiedPart[];
  private readonly combined: readonly CombinedPart[];
  private stream: string | undefined;

  constructor(
    folds: readonly ProjectionFold[],
    private readonly codec: EventCodec,
  ) {
    const isCopied = ({ projection }: ProjectionFold): boolean => isDivided(projection);
    this.copied = folds.filter(isCopied).map((fold) => {
      const texts = fold.projection.tables.map((table) => new CopyText(SHADOW_SCHEMA, table));
      return { stream: new StreamFold(fold), texts, lines: texts.map(({ copySql }) => ({ copySql, lines: [] })) };
    });
    this.combined = folds
      .filter((fold) => !isCopied(fold))
      .map((fold) => ({
        stream: new StreamFold(fold),
        tables: fold.tables.map((table) => new CombinedRows(table)),
        hasFailed: false,
      }));
  }

  get tables(): readonly TableLines[] {
    return this.copied.flatMap(({ lines }) => lines);
  }

  /** By projection: its rows by table; undefined where an event failed. */
  get partials(): ReadonlyMap<string, readonly Row[][] | undefined> {
    return new Map(
      this.combined.map(({ stream, tables, hasFailed }) => [
        stream.projection,
        hasFailed ? undefined : tables.map(({ rows }) => rows),
      ]),
    );
  }

  /** Events of streams that follow one another, each stream in order and in one piece; it may go on with the next page. */
  take(page: readonly StoredEvent[]): void {
    const started = performance.now();
    for (let from = 0; from < page.length;) {
      const { stream } = page[from]!;
      if (stream !== this.stream) this.endStream();
      this.stream = stream;
      let to = from + 1;
      while (page[to]?.stream === stream) to += 1;
      const entries = page.slice(from, to).map((event) => entryOf(event, this.codec));
      for (const part of this.copied) part.stream.take(entries);
      for (const part of this.combined) if (!part.hasFailed) part.stream.take(entries);
      from = to;
    }
    this.events += page.length;
    this.foldingMs += performance.now() - started;
  }

  /** There are no more events. */
  end(): void {
    const started = performance.now();
    this.endStream();
    this.foldingMs += performance.now() - started;
  }

  private endStream(): void {
    for (const { stream, texts, lines } of this.copied) {
      const { rows, leftOut } = stream.end();
      for (const [index, { changed }] of rows.entries()) {
        for (const row of changed.values()) lines[index]!.lines.push(texts[index]!.lineOf(row));
      }
      if (leftOut.length > 0) this.leaveOut(stream.projection, leftOut);
    }
    for (const part of this.combined) {
      const { rows, leftOut } = part.stream.end();
      part.hasFailed ||= leftOut.length > 0 || !this.combine(part, rows);
    }
  }

  /** False where rows make one together that cannot be: the order of the log tells which event is at fault. */
  private combine({ stream, tables }: CombinedPart, rows: readonly RowSet[]): boolean {
    try {
      for (const [index, { changed }] of rows.entries()) {
        for (const [key, row] of changed) tables[index]!.add(key, row);
      }
      return true;
    } catch (error) {
      this.uncombined.push({ projection: stream.projection, error });
      return false;
    }
  }

  private leaveOut(projection: string, leftOut: readonly LeftOut[]): void {
    const known = this.leftOut.get(projection);
    if (known) known.push(...leftOut);
    else this.leftOut.set(projection, [...leftOut]);
  }
}
