import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ClientBase } from 'pg';
import type { SourceIdentity } from '../import/byte-source.js';
import { INSERT_CHUNK_SQL, INSERT_UPLOAD_SQL } from './import-sql.js';
import { UploadTooLarge } from './upload-too-large.js';

export const UPLOAD_CHUNK_BYTES = 1_048_576;

export interface UploadLimits {
  maxBytes: number;
  /** A sender from whom nothing comes for so long is given up. */
  maxSilenceMs: number;
}

export const UPLOAD_LIMITS: UploadLimits = { maxBytes: 1_073_741_824, maxSilenceMs: 60_000 };

/**
 * Takes a file into the database, chunk by chunk as it comes: no more is read while one is being written. All of it is
 * the caller's transaction, so that what breaks off leaves nothing behind. Throws UploadTooLarge, the error of a body
 * that breaks off, and what the driver throws.
 */
export async function receiveUpload(
  client: ClientBase,
  jobId: string,
  body: Readable,
  { maxBytes, maxSilenceMs }: UploadLimits = UPLOAD_LIMITS,
): Promise<SourceIdentity> {
  const hash = createHash('sha256');
  let total = 0;
  let chunks = 0;
  let parts: Buffer[] = [];
  let waiting = 0;
  const flush = async (): Promise<void> => {
    await client.query(INSERT_CHUNK_SQL, [jobId, chunks, Buffer.concat(parts)]);
    chunks += 1;
    parts = [];
    waiting = 0;
  };
  // A sender may take his time, within limits.
  await client.query(`set local idle_in_transaction_session_timeout = ${2 * maxSilenceMs}`);
  const silence = new Silence(body, maxSilenceMs);
  try {
    // Left as it is when something goes wrong, so that the sender can still be answered.
    for await (const part of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      silence.pause();
      total += part.length;
      if (total > maxBytes) throw new UploadTooLarge(maxBytes);
      hash.update(part);
      parts.push(part);
      waiting += part.length;
      if (waiting >= UPLOAD_CHUNK_BYTES) await flush();
      silence.begin();
    }
  } finally {
    silence.pause();
  }
  if (waiting > 0) await flush();
  const identity = { bytes: total, sha256: hash.digest('hex') };
  await client.query(INSERT_UPLOAD_SQL, [jobId, identity.bytes, identity.sha256]);
  return identity;
}

/** Gives up on a sender from whom nothing comes. */
class Silence {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly body: Readable,
    private readonly maxMs: number,
  ) {
    this.begin();
  }

  begin(): void {
    clearTimeout(this.timer);
    const giveUp = (): void => void this.body.destroy(new Error(`nothing came for ${this.maxMs} ms`));
    this.timer = setTimeout(giveUp, this.maxMs);
  }

  pause(): void {
    clearTimeout(this.timer);
  }
}
