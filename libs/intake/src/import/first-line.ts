import { readLines } from '../lines/read-lines.js';
import type { ByteSource } from './byte-source.js';
import { readPlainBytes } from './plain-bytes.js';

/** The first line that is not blank; empty when there is none, or none that can be read. */
export async function firstLineOf(source: ByteSource): Promise<string> {
  for await (const batch of readLines(readPlainBytes(source))) {
    const line = batch.find(({ text, violation }) => violation !== undefined || text.trim() !== '');
    if (line) return line.violation ? '' : line.text;
  }
  return '';
}
