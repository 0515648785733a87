import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import type { Violation } from '#kernel';

/** One line of a rejects file. */
export interface Reject {
  /** Name of the imported file. */
  file: string;
  /** Line of the imported file on which the row begins. */
  row: number;
  /** The lines of all rows that were to make one fact together. */
  rows?: readonly number[];
  /** Fields are those of the CloudEvent, or the columns of the file. */
  reasons: readonly Violation[];
  /** Which of the row's events was refused. */
  event?: { type: string; id: string };
  /** The row, or the rows, as in the file; empty for a line that was too long to keep. */
  raw: string;
}

/** Takes rejected rows, one JSON document a line. The file is made when the first one comes. */
export class RejectsFile {
  private stream: WriteStream | undefined;
  private failure: Error | undefined;
  /** How many were written. */
  count = 0;

  constructor(private readonly file: string) {}

  /** The file, or null while nothing was rejected. */
  get path(): string | null {
    return this.stream ? this.file : null;
  }

  async write(rejects: readonly Reject[]): Promise<void> {
    if (rejects.length === 0) return;
    this.count += rejects.length;
    const stream = (this.stream ??= this.open());
    const text = rejects.map((reject) => `${JSON.stringify(reject)}\n`).join('');
    if (!stream.write(text) && !this.failure) await once(stream, 'drain');
    if (this.failure) throw this.failure;
  }

  async close(): Promise<void> {
    const { stream } = this;
    if (stream && !stream.closed) {
      stream.end();
      await once(stream, 'close');
    }
    if (this.failure) throw this.failure;
  }

  private open(): WriteStream {
    const stream = createWriteStream(this.file);
    stream.on('error', (error) => (this.failure = error));
    return stream;
  }
}
