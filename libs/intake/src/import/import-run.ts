import { setImmediate as nextTurn } from 'node:timers/promises';
import { RapportError, Unavailable } from '#kernel';
import { FileUnreadable } from '../errors/file-unreadable.js';
import { ImportInterrupted } from '../errors/import-interrupted.js';
import { readLines } from '../lines/read-lines.js';
import type { Mapping } from '../mappings/mapping.js';
import type { Recorder } from '../recording/recorder.js';
import { rowReaderFor } from '../rows/row-reader-for.js';
import type { Row } from '../rows/row.js';
import { Chunk } from './chunk.js';
import { readFileBytes } from './file-bytes.js';
import type { ImportProgress } from './import-progress.js';
import type { Reject, RejectsFile } from './rejects-file.js';
import type { RowFacts } from './row-facts.js';

/** How many events a dry run shows. */
const PREVIEW_EVENTS = 10;
/** So often the log gets the chance to send its next batch: it must not wait for a whole chunk to be read. */
const ROWS_A_TURN = 200;
/** One that is being stored, and one that the log can take up right after it. */
const MAX_CHUNKS_UNDER_WAY = 2;

export interface ImportRunOptions {
  file: string;
  totalBytes: number;
  mapping: Mapping;
  rowFacts: RowFacts;
  /** None for a dry run. */
  recorder: Pick<Recorder, 'recordMany' | 'decides'> | undefined;
  rejects: RejectsFile;
  /** As `performance.now()` says it. */
  startedAt: number;
  onProgress: ((progress: ImportProgress) => void) | undefined;
  signal: AbortSignal | undefined;
}

/** One way through a file. While chunks are being stored, the next one is read and checked. */
export class ImportRun {
  private readonly preview: { events: number; first: unknown[] } = { events: 0, first: [] };
  private rows = 0;
  private line = 0;
  private bytes = 0;
  private stored = 0;
  private duplicates = 0;
  private rejected = 0;
  private chunk = new Chunk();
  /** Chunks on their way into the log, oldest first. */
  private readonly storing: Promise<void>[] = [];
  /** Whether the last of them is decided on histories. */
  private isDeciding = false;

  constructor(private readonly options: ImportRunOptions) {}

  async toEnd(): Promise<{ progress: ImportProgress; preview: { events: number; first: unknown[] } }> {
    try {
      await this.read();
      await this.flush();
      await this.untilStoring(0);
    } catch (error) {
      throw await this.interrupted(error);
    } finally {
      await this.options.rejects.close();
    }
    return { progress: this.progress(), preview: this.preview };
  }

  private async read(): Promise<void> {
    const { file, mapping, signal } = this.options;
    const reader = rowReaderFor(mapping.format, (columns) => mapping.checkColumns?.(columns));
    const bytes = readFileBytes(file, { signal, onBytes: (count) => void (this.bytes += count) });
    for await (const lines of readLines(bytes)) await this.take(reader.take(lines));
    await this.take(reader.end());
  }

  private async take(rows: readonly Row[]): Promise<void> {
    for (const row of rows) {
      this.add(row);
      if (this.chunk.isFull) await this.flush();
      else if (this.rows % ROWS_A_TURN === 0) await nextTurn();
    }
  }

  private add(row: Row): void {
    this.rows += 1;
    this.line = row.number;
    const reading = this.options.rowFacts.read(row);
    if (!('facts' in reading)) {
      this.chunk.reject(row, reading);
      return;
    }
    this.chunk.add(row, reading.facts);
    if (this.options.recorder) return;
    this.preview.events += reading.events.length;
    const missing = PREVIEW_EVENTS - this.preview.first.length;
    if (missing > 0) this.preview.first.push(...reading.events.slice(0, missing));
  }

  /** Hands the chunk over to be stored, so that the log has always one more to go on with. */
  private async flush(): Promise<void> {
    const { chunk } = this;
    this.chunk = new Chunk();
    // What is decided on a history waits for what is still on its way there, and what comes after waits for it.
    const decides = chunk.facts.some((fact) => this.options.recorder?.decides(fact.type));
    await this.untilStoring(decides || this.isDeciding ? 0 : MAX_CHUNKS_UNDER_WAY - 1);
    this.options.signal?.throwIfAborted();
    this.isDeciding = decides;
    const storing = this.store(chunk);
    // Its error is met where it is awaited; until then it must not count as unhandled.
    storing.catch(() => undefined);
    this.storing.push(storing);
    // Lets the storing send its first batch, which leaves one turn later, before the next rows take the processor.
    await nextTurn();
    await nextTurn();
  }

  /** Waits until at most so many chunks are on their way. Throws what the storing of one throws. */
  private async untilStoring(count: number): Promise<void> {
    while (this.storing.length > count) {
      const [oldest] = this.storing;
      await oldest;
      void this.storing.shift();
    }
  }

  private async store({ facts, rows, rejects }: Chunk): Promise<void> {
    const outcomes = this.options.recorder ? await this.options.recorder.recordMany(facts) : [];
    const refused: Reject[] = [];
    const refusedRows = new Set<Row>();
    let failure: Error | undefined;
    outcomes.forEach((outcome, at) => {
      if (outcome.status === 'fulfilled') {
        const { duplicate, eventIds } = outcome.value;
        if (duplicate) this.duplicates += eventIds.length;
        else this.stored += eventIds.length;
      } else if (isAboutTheFact(outcome.reason)) {
        const { type, sourceId } = facts[at]!;
        const row = rows[at]!;
        refusedRows.add(row);
        refused.push({
          row: row.number,
          reasons: reasonsOf(outcome.reason),
          event: { type, id: sourceId },
          raw: row.raw,
        });
      } else {
        failure ??= outcome.reason instanceof Error ? outcome.reason : new Error(String(outcome.reason));
      }
    });
    this.rejected += rejects.length + refusedRows.size;
    await this.options.rejects.write([...rejects, ...refused]);
    if (failure) throw failure;
    this.options.onProgress?.(this.progress());
  }

  /** What the import's caller is told when it ended early, after all that was read has been dealt with. */
  private async interrupted(error: unknown): Promise<unknown> {
    const { file, signal } = this.options;
    const aborted = signal?.aborted === true;
    if (error instanceof FileUnreadable) {
      try {
        await this.flush();
        await this.untilStoring(0);
      } catch (later) {
        return new ImportInterrupted(
          file,
          reasonText(later),
          { ...this.progress(), line: this.line },
          { cause: later },
        );
      }
      return new ImportInterrupted(file, error.problem, { ...this.progress(), line: this.line }, { cause: error });
    }
    await Promise.allSettled(this.storing);
    if (aborted || error instanceof Unavailable) {
      const why = aborted ? 'the import was stopped' : reasonText(error);
      return new ImportInterrupted(file, why, { ...this.progress(), line: this.line }, { cause: error });
    }
    return error;
  }

  private progress(): ImportProgress {
    const { rows, bytes, stored, duplicates, rejected } = this;
    const { totalBytes, startedAt } = this.options;
    return { rows, bytes, totalBytes, stored, duplicates, rejected, elapsedMs: performance.now() - startedAt };
  }
}

/** Whether the ledger refused this fact for what it says, rather than failed at its own work. */
function isAboutTheFact(reason: unknown): reason is RapportError {
  return reason instanceof RapportError && !(reason instanceof Unavailable);
}

function reasonsOf(error: RapportError): Reject['reasons'] {
  return error.violations.length > 0 ? error.violations : [{ field: '', rule: error.code, message: error.message }];
}

function reasonText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
