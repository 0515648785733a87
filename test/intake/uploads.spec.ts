import { createHash } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Imports } from '#intake';
import { UploadSource } from '../../libs/intake/src/import-job/upload-source.js';
import { type JobBench, openBench } from '../jobs/job-bench.js';

const MEBIBYTE = 1_048_576;

describe('a file that is sent', () => {
  let bench: JobBench;
  beforeEach(async () => {
    bench = await openBench([]);
    await Imports.migrate(bench.database);
  });
  afterEach(() => bench.close());

  /** Nothing is imported here: only taking in is looked at. */
  const imports = (limits = { maxBytes: 4 * MEBIBYTE, maxSilenceMs: 30_000 }) =>
    new Imports({ ...({} as ConstructorParameters<typeof Imports>[0]), database: bench.database, limits });

  const receive = (body: Readable, limits?: { maxBytes: number; maxSilenceMs: number }) =>
    imports(limits).receive(bench.jobs, { filename: 'x.csv' }, body);

  async function rows(): Promise<object> {
    const [found] = await bench.database.query(`
      select (select count(*)::integer from work.job) as jobs, (select count(*)::integer from work.upload) as uploads,
        (select count(*)::integer from work.upload_chunk) as chunks`);
    return found!;
  }

  it('is kept in chunks, and read back as it was', async () => {
    const bytes = Buffer.alloc(2.5 * MEBIBYTE, 'abcdefg');
    const parts = Array.from({ length: 40 }, (_, n) => bytes.subarray(n * 65_536, (n + 1) * 65_536));
    const { job } = await receive(Readable.from(parts));
    expect(await rows()).toEqual({ jobs: 1, uploads: 1, chunks: 3 });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(job.parameters).toEqual({ filename: 'x.csv', mapping: null, source: null, bytes: bytes.length, sha256 });
    const source = new UploadSource(bench.database, job.id, 'x.csv');
    const read: Buffer[] = [];
    for await (const part of source.read(100_000)) read.push(part);
    expect(Buffer.concat(read).equals(bytes)).toBe(true);
    expect(await source.first(3)).toEqual(Buffer.from('abc'));
    expect(await source.identity()).toEqual({ bytes: bytes.length, sha256 });
  });

  it('may be empty', async () => {
    const { job } = await receive(Readable.from([]));
    expect(job.parameters).toMatchObject({ bytes: 0 });
    expect(await new UploadSource(bench.database, job.id, 'x').first(2)).toEqual(Buffer.alloc(0));
  });

  it('is refused when it turns out too large, and leaves nothing', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(MEBIBYTE);
      })(),
    );
    await expect(receive(endless)).rejects.toMatchObject({ code: 'upload-too-large' });
    expect(await rows()).toEqual({ jobs: 0, uploads: 0, chunks: 0 });
  });

  it('is given up when nothing comes any more, and leaves nothing', async () => {
    const body = new PassThrough();
    body.write(Buffer.alloc(1.5 * MEBIBYTE));
    await expect(receive(body, { maxBytes: 4 * MEBIBYTE, maxSilenceMs: 100 })).rejects.toThrow(
      'nothing came for 100 ms',
    );
    expect(await rows()).toEqual({ jobs: 0, uploads: 0, chunks: 0 });
  });

  it('has to wait when too many are coming in', async () => {
    const one = imports();
    const bodies = Array.from({ length: 5 }, () => new PassThrough());
    const receiving = bodies.map((body) => one.receive(bench.jobs, { filename: 'x' }, body));
    const settled = Promise.allSettled(receiving);
    await expect(Promise.race(receiving)).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
    for (const body of bodies) body.end('x');
    const outcomes = await settled;
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  });
});
