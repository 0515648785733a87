import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { v5 } from 'uuid';
import { readLines } from '../lines/read-lines.js';
import { FileUnreadable } from '../errors/file-unreadable.js';
import { readFileBytes } from './file-bytes.js';

const IMPORT_NAMESPACE = '0f5e62b2-7e0c-4b4a-8e1b-5a2c9d0f7c43';

export interface FileIdentity {
  bytes: number;
  /** SHA-256 of the file as it lies on the disk, hexadecimal. */
  sha256: string;
}

/** Size and digest of a file. Throws FileUnreadable. */
export async function identify(file: string): Promise<FileIdentity> {
  try {
    const { size } = await stat(file);
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    return { bytes: size, sha256: hash.digest('hex') };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new FileUnreadable(file, code === 'ENOENT' ? 'there is no such file' : `cannot be read: ${message}`, {
      cause: error,
    });
  }
}

/** The id of the import of that file, joined to the others, from that source: the same whenever it is run. */
export function importIdOf(source: string, { sha256 }: FileIdentity, joined: readonly FileIdentity[] = []): string {
  return v5([source, sha256, ...joined.map((file) => file.sha256)].join('\n'), IMPORT_NAMESPACE);
}

/** The first line that is not blank; empty when there is none, or none that can be read. */
export async function firstLineOf(file: string): Promise<string> {
  for await (const batch of readLines(readFileBytes(file))) {
    const line = batch.find(({ text, violation }) => violation !== undefined || text.trim() !== '');
    if (line) return line.violation ? '' : line.text;
  }
  return '';
}
