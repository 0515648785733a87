import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { FileUnreadable } from '../errors/file-unreadable.js';
import type { ByteSource, ReadingOptions, SourceIdentity } from './byte-source.js';

/** The bytes of a file on the disk. */
export class FileSource implements ByteSource {
  /** `name`: where it lies. */
  constructor(readonly name: string) {}

  async *read(chunkBytes: number, options: ReadingOptions = {}): AsyncGenerator<Buffer> {
    try {
      const stream = createReadStream(this.name, { highWaterMark: chunkBytes, signal: options.signal });
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        options.onBytes?.(chunk.length);
        yield chunk;
      }
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw this.unreadable(error);
    }
  }

  async first(count: number): Promise<Buffer> {
    try {
      const handle = await open(this.name, 'r');
      try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw this.unreadable(error);
    }
  }

  async identity(): Promise<SourceIdentity> {
    try {
      const { size } = await stat(this.name);
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(this.name)) hash.update(chunk as Buffer);
      return { bytes: size, sha256: hash.digest('hex') };
    } catch (error) {
      throw this.unreadable(error);
    }
  }

  private unreadable(cause: unknown): FileUnreadable {
    if (cause instanceof FileUnreadable) return cause;
    const problems: Record<string, string> = {
      ENOENT: 'there is no such file',
      EISDIR: 'is a directory',
      EACCES: 'may not be read',
    };
    const { code = '', message } = cause as NodeJS.ErrnoException;
    return new FileUnreadable(this.name, problems[code] ?? `cannot be read: ${message}`, { cause });
  }
}
