import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { FileUnreadable } from '../errors/file-unreadable.js';

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
/** The byte order marks of UTF-16, which nothing else begins with. */
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];
const PLAIN_CHUNK_BYTES = 262_144;
/** Small, because a chunk may unfold to a thousand times its size. */
const GZIP_CHUNK_BYTES = 16_384;

export interface FileBytesOptions {
  /** Is told how many bytes were read from the disk with each chunk. */
  onBytes?: (bytes: number) => void;
  signal?: AbortSignal | undefined;
}

/**
 * A file's bytes, unzipped when it is gzipped, whatever it is called. Throws FileUnreadable; when the gzip data is cut
 * off or damaged, only after everything before has been given out.
 */
export async function* readFileBytes(file: string, options: FileBytesOptions = {}): AsyncGenerator<Buffer> {
  const zipped = await isGzipped(file);
  const bytes = readBytes(file, zipped ? GZIP_CHUNK_BYTES : PLAIN_CHUNK_BYTES, options);
  yield* zipped ? unzip(file, bytes) : bytes;
}

async function* readBytes(file: string, chunkBytes: number, options: FileBytesOptions): AsyncGenerator<Buffer> {
  try {
    const stream = createReadStream(file, { highWaterMark: chunkBytes, signal: options.signal });
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      options.onBytes?.(chunk.length);
      yield chunk;
    }
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw unreadable(file, error);
  }
}

/**
 * A stream that breaks throws away what it has not given out yet. This one is fed and emptied chunk by chunk instead,
 * so that the rows before the break are all there.
 */
async function* unzip(file: string, zipped: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const plain: Buffer[] = [];
  let failure: unknown;
  let goOn = (): void => undefined;
  gunzip.on('data', (chunk: Buffer) => void plain.push(chunk));
  gunzip.on('end', () => goOn());
  gunzip.on('error', (error) => {
    failure ??= error;
    goOn();
  });
  try {
    for await (const chunk of zipped) {
      await new Promise<void>((resolve) => {
        goOn = resolve;
        gunzip.write(chunk, () => resolve());
      });
      yield* plain.splice(0);
      if (failure) throw damaged(file, failure);
    }
    await new Promise<void>((resolve) => {
      goOn = resolve;
      gunzip.end();
    });
    yield* plain.splice(0);
    if (failure) throw damaged(file, failure);
  } finally {
    gunzip.destroy();
  }
}

async function isGzipped(file: string): Promise<boolean> {
  const start = await firstBytes(file, GZIP_MAGIC.length);
  if (UTF16_MARKS.some((mark) => mark.equals(start))) {
    throw new FileUnreadable(file, 'is UTF-16 text; save it as UTF-8');
  }
  return GZIP_MAGIC.equals(start);
}

async function firstBytes(file: string, count: number): Promise<Buffer> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): FileUnreadable {
  if (cause instanceof FileUnreadable) return cause;
  const problems: Record<string, string> = {
    ENOENT: 'there is no such file',
    EISDIR: 'is a directory',
    EACCES: 'may not be read',
  };
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return new FileUnreadable(file, problems[code] ?? `cannot be read: ${message}`, { cause });
}

function damaged(file: string, cause: unknown): FileUnreadable {
  const { code, message } = cause as NodeJS.ErrnoException;
  const problem = code === 'Z_BUF_ERROR' ? 'the gzip data is cut off' : `the gzip data is damaged (${message})`;
  return new FileUnreadable(file, problem, { cause });
}
