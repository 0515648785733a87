import { isUtf8 } from 'node:buffer';
import type { Line } from './line.js';

/** The longest line that is taken by default, in bytes. */
export const MAX_LINE_BYTES = 2 * 1_048_576;

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The lines of a stream of UTF-8 bytes, in batches as they come. Lines end in LF or CRLF, the last one maybe in
 * nothing; a byte order mark is dropped. A line that is too long or not UTF-8 comes with its violation, and the reading
 * goes on behind it: a long line's bytes are let go as they pass, so memory is bounded by `maxLineBytes` and the
 * largest chunk.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  { maxLineBytes = MAX_LINE_BYTES }: { maxLineBytes?: number } = {},
): AsyncGenerator<Line[]> {
  const lines = new OpenLine(maxLineBytes);
  for await (const chunk of chunks) {
    const batch = lines.take(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (batch.length > 0) yield batch;
  }
  const last = lines.end();
  if (last) yield [last];
}

/** Cuts chunks into lines, and keeps the line that is still open. */
class OpenLine {
  private parts: Buffer[] = [];
  private bytes = 0;
  private tooLong = false;
  private number = 0;

  constructor(private readonly maxLineBytes: number) {}

  take(chunk: Buffer): Line[] {
    const last = chunk.lastIndexOf(NEWLINE);
    if (last < 0) {
      this.keep(chunk);
      return [];
    }
    const lines: Line[] = [];
    let from = 0;
    if (this.bytes > 0 || this.tooLong) {
      from = chunk.indexOf(NEWLINE) + 1;
      this.keep(chunk.subarray(0, from - 1));
      lines.push(this.close());
    }
    if (from <= last) this.cut(chunk.subarray(from, last), lines);
    this.keep(chunk.subarray(last + 1));
    return lines;
  }

  end(): Line | undefined {
    return this.bytes > 0 || this.tooLong ? this.close() : undefined;
  }

  /** Whole lines, the last one's line break left out. */
  private cut(block: Buffer, lines: Line[]): void {
    if (block.length <= this.maxLineBytes && isUtf8(block)) {
      // Decoding once and cutting the text is several times faster than decoding each line.
      for (const text of block.toString('utf8').split('\n')) lines.push(this.line(text));
      return;
    }
    for (let from = 0; from <= block.length;) {
      const end = block.indexOf(NEWLINE, from);
      const to = end < 0 ? block.length : end;
      lines.push(this.lineOf(block.subarray(from, to)));
      from = to + 1;
    }
  }

  private keep(part: Buffer): void {
    if (this.tooLong || part.length === 0) return;
    this.parts.push(part);
    this.bytes += part.length;
    // A carriage return before the line break does not count.
    if (this.bytes > this.maxLineBytes + 1) {
      this.tooLong = true;
      this.parts = [];
      this.bytes = 0;
    }
  }

  private close(): Line {
    const line = this.tooLong ? this.longLine() : this.lineOf(Buffer.concat(this.parts));
    this.parts = [];
    this.bytes = 0;
    this.tooLong = false;
    return line;
  }

  private lineOf(bytes: Buffer): Line {
    const length = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
    if (length > this.maxLineBytes) return this.longLine();
    const line = this.line(bytes.toString('utf8'));
    if (!isUtf8(bytes)) line.violation = { field: '', rule: 'encoding', message: 'must be UTF-8 text' };
    return line;
  }

  private line(text: string): Line {
    this.number += 1;
    const from = this.number === 1 && text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
    const to = text.endsWith('\r') ? text.length - 1 : text.length;
    return { number: this.number, text: text.slice(from, to), violation: undefined };
  }

  private longLine(): Line {
    this.number += 1;
    const message = `a line must NOT have more than ${this.maxLineBytes} bytes`;
    return { number: this.number, text: '', violation: { field: '', rule: 'line-length', message } };
  }
}
