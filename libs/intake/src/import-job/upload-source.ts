import type { WorkDatabase } from '#work';
import { FileUnreadable } from '../errors/file-unreadable.js';
import type { ByteSource, ReadingOptions, SourceIdentity } from '../import/byte-source.js';
import { READ_CHUNK_SQL, READ_FIRST_BYTES_SQL, READ_UPLOAD_SQL } from './import-sql.js';

/** The bytes of a file that was sent, out of the database. Throws what the driver throws. */
export class UploadSource implements ByteSource {
  /** `name`: what the sender calls it. */
  constructor(
    private readonly database: WorkDatabase,
    private readonly jobId: string,
    readonly name: string,
  ) {}

  async *read(chunkBytes: number, { onBytes, signal }: ReadingOptions = {}): AsyncGenerator<Buffer> {
    for (let n = 0; ; n += 1) {
      signal?.throwIfAborted();
      const [chunk] = await this.database.query<{ bytes: Buffer }>(READ_CHUNK_SQL, [this.jobId, n]);
      if (!chunk) return;
      for (let from = 0; from < chunk.bytes.length; from += chunkBytes) {
        const part = chunk.bytes.subarray(from, from + chunkBytes);
        onBytes?.(part.length);
        yield part;
        signal?.throwIfAborted();
      }
    }
  }

  async first(count: number): Promise<Buffer> {
    const [start] = await this.database.query<{ bytes: Buffer }>(READ_FIRST_BYTES_SQL, [this.jobId, count]);
    return start?.bytes ?? Buffer.alloc(0);
  }

  /** Throws FileUnreadable when it is not there any more. */
  async identity(): Promise<SourceIdentity> {
    const [upload] = await this.database.query<{ bytes: string; sha256: string }>(READ_UPLOAD_SQL, [this.jobId]);
    if (!upload) throw new FileUnreadable(this.name, 'is not kept any more; send it again');
    return { bytes: Number(upload.bytes), sha256: upload.sha256 };
  }
}
