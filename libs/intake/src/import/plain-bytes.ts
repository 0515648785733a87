import { createGunzip } from 'node:zlib';
import { FileUnreadable } from '../errors/file-unreadable.js';
import type { ByteSource, ReadingOptions } from './byte-source.js';

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
/** The byte order marks of UTF-16, which nothing else begins with. */
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];
const PLAIN_CHUNK_BYTES = 262_144;
/** Small, because a chunk may unfold to a thousand times its size. */
const GZIP_CHUNK_BYTES = 16_384;

/**
 * A source's bytes, unzipped when they are gzipped, whatever it is called. Throws FileUnreadable; when the gzip data is
 * cut off or damaged, only after everything before has been given out.
 */
export async function* readPlainBytes(source: ByteSource, options: ReadingOptions = {}): AsyncGenerator<Buffer> {
  const zipped = await isGzipped(source);
  const bytes = source.read(zipped ? GZIP_CHUNK_BYTES : PLAIN_CHUNK_BYTES, options);
  yield* zipped ? unzip(source.name, bytes) : bytes;
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

async function isGzipped(source: ByteSource): Promise<boolean> {
  const start = await source.first(GZIP_MAGIC.length);
  if (UTF16_MARKS.some((mark) => mark.equals(start))) {
    throw new FileUnreadable(source.name, 'is UTF-16 text; save it as UTF-8');
  }
  return GZIP_MAGIC.equals(start);
}

function damaged(file: string, cause: unknown): FileUnreadable {
  const { code, message } = cause as NodeJS.ErrnoException;
  const problem = code === 'Z_BUF_ERROR' ? 'the gzip data is cut off' : `the gzip data is damaged (${message})`;
  return new FileUnreadable(file, problem, { cause });
}
