import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import type { Reject, RejectSink } from './reject.js';

/** Takes rejected rows, one JSON document a line. The file is made when the first one comes. */
export class RejectsFile implements RejectSink {
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
