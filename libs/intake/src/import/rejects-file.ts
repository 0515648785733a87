import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import type { Violation } from '#kernel';

/** One line of a rejects file. */
export interface Reject {
  /** Line of the imported file on which the row begins. */
  row: number;
  /** Fields are those of the CloudEvent, or the columns of the file. */
  reasons: readonly Violation[];
  /** Which of the row's events was refused. */
  event?: { type: string; id: string };
  /** The row as it is in the file; empty for a line that was too long to keep. */
  raw: string;
}

/** Takes rejected rows, one JSON document a line. The file is made when the first one comes. */
export class RejectsFile {
  private stream: WriteStream | undefined;
  private failure: Error | undefined;

  constructor(private readonly file: string) {}

  /** The file, or null while nothing was rejected. */
  get path(): string | null {
    return this.stream ? this.file : null;
  }

  async write(rejects: readonly Reject[]): Promise<void> {
    if (rejects.length === 0) return;
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
