import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { customerOfStream, RapportError, Unavailable } from '#kernel';
import { FileUnreadable } from '../errors/file-unreadable.js';
import { ImportInterrupted } from '../errors/import-interrupted.js';
import { readLines } from '../lines/read-lines.js';
import { checkKnownColumns } from '../mappings/known-columns.js';
import type { Mapping } from '../mappings/mapping.js';
import type { Recorder } from '../recording/recorder.js';
import { rowReaderFor } from '../rows/row-reader-for.js';
import type { Row } from '../rows/row.js';
import type { ByteSource } from './byte-source.js';
import { Chunk } from './chunk.js';
import { ChunkEdges } from './chunk-edges.js';
import { ImportCount, NO_FIGURES } from './import-figures.js';
import type { DurableImport } from './import-point.js';
import type { ImportProgress } from './import-progress.js';
import { readPlainBytes } from './plain-bytes.js';
import type { Reject, RejectSink } from './reject.js';
import type { RowFacts, RowReading } from './row-facts.js';
import type { RowGroups } from './row-groups.js';

/** How many events a dry run shows. */
const PREVIEW_EVENTS = 10;
/** So often the log gets the chance to send its next batch: it must not wait for a whole chunk to be read. */
const ROWS_A_TURN = 200;
/** One that is being stored, and one that the log can take up right after it. */
const MAX_CHUNKS_UNDER_WAY = 2;

export interface ImportRunOptions {
  source: ByteSource;
  totalBytes: number;
  mapping: Mapping;
  rowFacts: RowFacts;
  /** For a mapping whose rows make facts together. */
  groups: RowGroups | undefined;
  /** None for a dry run. */
  recorder: Pick<Recorder, 'recordMany' | 'decides'> | undefined;
  rejects: RejectSink;
  /** As `performance.now()` says it. */
  startedAt: number;
  onProgress: ((progress: ImportProgress) => void) | undefined;
  signal: AbortSignal | undefined;
  /** For one that another process can go on with. */
  durable?: DurableImport | undefined;
}

interface ChunkUnderWay {
  done: Promise<void>;
  streams: ReadonlySet<string>;
  /** Whether something of it is decided on histories. */
  decides: boolean;
}

/** One way through a file, or through what is left of it. While chunks are being stored, the next one is read and checked. */
export class ImportRun {
  private readonly preview: { events: number; first: unknown[] } = { events: 0, first: [] };
  /** Rows of the file, or groups of them, that were taken up. */
  private taken = 0;
  private line = 0;
  private bytes = 0;
  /** Only for one that another process can go on with. */
  private readonly edges: ChunkEdges | undefined;
  private rejectsWritten: number;
  private pointKeptAt = performance.now();
  private readonly count: ImportCount;
  private chunk: Chunk;
  /** Chunks on their way into the log, oldest first. */
  private readonly storing: ChunkUnderWay[] = [];

  constructor(private readonly options: ImportRunOptions) {
    this.chunk = this.newChunk();
    const { durable } = options;
    this.edges = durable && new ChunkEdges(durable.from);
    this.rejectsWritten = durable?.from.rejects ?? 0;
    this.count = new ImportCount({
      // All rows are read again.
      figures: { ...(durable?.from.figures ?? NO_FIGURES), rows: 0 },
      after: BigInt(durable?.from.position ?? 0),
      resumed: durable?.resumed ?? false,
    });
  }

  async toEnd(): Promise<{ progress: ImportProgress; preview: { events: number; first: unknown[] } }> {
    try {
      await this.read();
      await this.flushAll();
    } catch (error) {
      throw await this.interrupted(error);
    }
    return { progress: this.progress(), preview: this.preview };
  }

  private async read(): Promise<void> {
    const { source, mapping, groups, signal } = this.options;
    const reader = rowReaderFor(mapping.format, (columns) => checkKnownColumns(mapping, columns));
    const gather = (rows: Row[]): Row[] => (groups ? groups.take(rows) : rows);
    const bytes = readPlainBytes(source, { signal, onBytes: (count) => void (this.bytes += count) });
    for await (const lines of readLines(bytes)) await this.take(gather(reader.take(lines)));
    await this.take(gather(reader.end()));
    if (groups) await this.take(groups.end());
  }

  private isPointDue(): boolean {
    const { durable } = this.options;
    return durable !== undefined && performance.now() - this.pointKeptAt >= durable.everyMs;
  }

  /** Between two chunks, and without touching how they are cut: the log is to be the same with and without a crash. */
  private async keepPoint(): Promise<void> {
    for (const { done } of this.storing) await done;
    const { figures, position } = this.count;
    this.count.passPoint();
    await this.options.durable?.keep({
      ...this.edges!.point,
      decides: this.storing.at(-1)?.decides ?? false,
      figures: { ...figures },
      rejects: this.rejectsWritten,
      position: String(position),
      elapsedMs: this.progress().elapsedMs,
    });
    this.pointKeptAt = performance.now();
  }

  private newChunk(): Chunk {
    return new Chunk(basename(this.options.source.name));
  }

  private async take(rows: readonly Row[]): Promise<void> {
    for (const row of rows) {
      this.add(row);
      if (this.chunk.isFull) await this.flush();
      else if (this.taken % ROWS_A_TURN === 0) await nextTurn();
    }
  }

  private add(row: Row): void {
    this.taken += 1;
    this.line = row.rows?.at(-1) ?? row.number;
    this.count.figures.rows += countOf(row);
    const reading = this.options.rowFacts.read(row);
    if (this.edges?.covers(this.taken)) return this.addWhatIsLeft(row, reading, this.edges);
    if (!('facts' in reading)) {
      this.chunk.reject(row, reading);
      return;
    }
    this.chunk.add(row, this.edges?.left(this.taken, reading.facts) ?? reading.facts);
    if (this.options.recorder) return;
    this.preview.events += reading.events.length;
    const missing = PREVIEW_EVENTS - this.preview.first.length;
    if (missing > 0) this.preview.first.push(...reading.events.slice(0, missing));
  }

  /** Of a row before the point that the import goes on from. */
  private addWhatIsLeft(row: Row, reading: RowReading, edges: ChunkEdges): void {
    const left = 'facts' in reading ? edges.left(this.taken, reading.facts) : [];
    if (left.length > 0) this.chunk.add(row, left);
    if (!edges.endsAt(this.taken)) return;
    const { decides } = this.options.durable!.from;
    this.storing.push({ done: Promise.resolve(), streams: edges.lastStreams, decides });
  }

  /** Hands the chunk over to be stored, so that the log has always one more to go on with. */
  private async flush(): Promise<void> {
    const { chunk } = this;
    this.chunk = this.newChunk();
    const decides = chunk.facts.some((fact) => this.options.recorder?.decides(fact));
    await this.untilStoring(MAX_CHUNKS_UNDER_WAY - 1);
    await this.keepApart(chunk, decides);
    this.options.signal?.throwIfAborted();
    this.edges?.cut(this.taken, this.chunk.facts);
    const done = this.store(chunk);
    // Its error is met where it is awaited; until then it must not count as unhandled.
    done.catch(() => undefined);
    this.storing.push({ done, streams: chunk.streams(), decides });
    // Lets the storing send its first batch, which leaves one turn later, before the next rows take the processor.
    await nextTurn();
    await nextTurn();
    if (this.isPointDue()) await this.keepPoint();
  }

  /** Stores what is left. */
  private async flushAll(): Promise<void> {
    do await this.flush();
    while (!this.chunk.isEmpty);
    await this.untilStoring(0);
  }

  /**
   * What is decided on a stream waits for what is still on its way there, and what comes after waits for it: such facts
   * are kept back for the next chunk. When they are many, or rules are among what is on its way, all of them wait.
   */
  private async keepApart(chunk: Chunk, decides: boolean): Promise<void> {
    const [underWay] = this.storing;
    if (!underWay || !(decides || underWay.decides)) return;
    const streams = chunk.streams();
    const shared = [...streams].filter((stream) => underWay.streams.has(stream)).length;
    const isRule = (stream: string): boolean => customerOfStream(stream) === undefined;
    if (shared > streams.size / 2 || [...streams, ...underWay.streams].some(isRule)) return this.untilStoring(0);
    if (shared > 0) this.chunk = chunk.takeOut(underWay.streams);
  }

  /** Waits until at most so many chunks are on their way. Throws what the storing of one throws. */
  private async untilStoring(count: number): Promise<void> {
    while (this.storing.length > count) {
      const [oldest] = this.storing;
      await oldest!.done;
      void this.storing.shift();
    }
  }

  private async store(chunk: Chunk): Promise<void> {
    const { facts, rows, rejected, rejects } = chunk;
    const outcomes = this.options.recorder ? await this.options.recorder.recordMany(facts) : [];
    const refused: Reject[] = [];
    const refusedRows = new Set<Row>();
    let failure: Error | undefined;
    outcomes.forEach((outcome, at) => {
      if (outcome.status === 'fulfilled') {
        this.count.recorded(facts[at]!, outcome.value);
      } else if (isAboutTheFact(outcome.reason)) {
        const { type, sourceId } = facts[at]!;
        const row = rows[at]!;
        refusedRows.add(row);
        refused.push(chunk.rejectOf(row, { reasons: reasonsOf(outcome.reason), event: { type, id: sourceId } }));
      } else {
        failure ??= outcome.reason instanceof Error ? outcome.reason : new Error(String(outcome.reason));
      }
    });
    for (const row of refusedRows) this.count.figures.rejected += countOf(row);
    this.count.figures.rejected += rejected;
    this.rejectsWritten += rejects.length + refused.length;
    await this.options.rejects.write([...rejects, ...refused]);
    if (failure) throw failure;
    this.options.onProgress?.(this.progress());
  }

  /** What the import's caller is told when it ended early, after all that was read has been dealt with. */
  private async interrupted(error: unknown): Promise<unknown> {
    const { source, signal } = this.options;
    const file = source.name;
    const aborted = signal?.aborted === true;
    if (error instanceof FileUnreadable) {
      try {
        await this.flushAll();
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
    await Promise.allSettled(this.storing.map(({ done }) => done));
    if (aborted || error instanceof Unavailable) {
      const why = aborted ? 'the import was stopped' : reasonText(error);
      return new ImportInterrupted(file, why, { ...this.progress(), line: this.line }, { cause: error });
    }
    return error;
  }

  private progress(): ImportProgress {
    const { bytes } = this;
    const { totalBytes, startedAt, durable } = this.options;
    const elapsedMs = (durable?.from.elapsedMs ?? 0) + performance.now() - startedAt;
    return { ...this.count.figures, bytes, totalBytes, elapsedMs };
  }
}

/** How many rows of the file it is. */
function countOf({ rows }: Row): number {
  return rows?.length ?? 1;
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
