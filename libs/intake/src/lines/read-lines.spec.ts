import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Line } from './line.js';
import { readLines } from './read-lines.js';

async function linesOf(chunks: Iterable<Uint8Array>, maxLineBytes?: number): Promise<Line[]> {
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield* chunks;
  }
  const lines: Line[] = [];
  for await (const batch of readLines(stream(), maxLineBytes === undefined ? {} : { maxLineBytes }))
    lines.push(...batch);
  return lines;
}

const textsOf = async (text: string): Promise<string[]> =>
  (await linesOf([Buffer.from(text)])).map((line) => line.text);

describe('the lines of a byte stream', () => {
  it('end in LF, CRLF or with the stream', async () => {
    expect(await textsOf('a\r\nb\n\nc')).toEqual(['a', 'b', '', 'c']);
    expect(await textsOf('a\n')).toEqual(['a']);
    expect(await textsOf('\n')).toEqual(['']);
    expect(await textsOf('')).toEqual([]);
  });

  it('are without the byte order mark', async () => {
    expect(await textsOf('\uFEFFa\n\uFEFFb')).toEqual(['a', '\uFEFFb']);
  });

  it('are the same however the bytes are cut into chunks', async () => {
    const text = fc.array(fc.constantFrom('a', 'é', '漢', '😀', '\n', '\r\n', '\n\n', 'longer text'), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat({ max: 200 }), { maxLength: 10 }), async (parts, cuts) => {
        const bytes = Buffer.from(parts.join(''));
        const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const chunks = at.slice(1).map((to, i) => bytes.subarray(at[i], to));
        expect(await linesOf(chunks)).toEqual(await linesOf([bytes]));
      }),
    );
  });

  it('say which one is not UTF-8, and go on behind it', async () => {
    const lines = await linesOf([Buffer.from('caf\u00e9\n'), Buffer.from('caf\u00e9\nok\n', 'latin1')]);
    expect(lines.map(({ number, violation }) => [number, violation?.rule])).toEqual([
      [1, undefined],
      [2, 'encoding'],
      [3, undefined],
    ]);
  });

  it('refuse one that is too long, and go on behind it', async () => {
    const long = Buffer.alloc(11, 'x');
    const inOneChunk = await linesOf([Buffer.concat([Buffer.from('a\n'), long, Buffer.from('\nb\n')])], 10);
    const inMany = await linesOf([Buffer.from('a\n'), long, long, Buffer.from('x\nb'), Buffer.from('\n')], 10);
    for (const lines of [inOneChunk, inMany]) {
      expect(lines.map(({ text, violation }) => [text, violation?.rule])).toEqual([
        ['a', undefined],
        ['', 'line-length'],
        ['b', undefined],
      ]);
    }
    expect((await linesOf([long, long], 10)).map((line) => line.violation?.rule)).toEqual(['line-length']);
  });

  it('let a line of 100 MB pass without keeping it', async () => {
    const chunk = Buffer.alloc(65_536, 'x');
    function* chunks(): Generator<Uint8Array> {
      for (let count = 0; count < 1_600; count += 1) yield chunk;
      yield Buffer.from('\nnext\n');
    }
    const before = process.memoryUsage();
    const lines = await linesOf(chunks());
    const after = process.memoryUsage();
    expect(lines.map((line) => line.violation?.rule ?? line.text)).toEqual(['line-length', 'next']);
    expect(after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed).toBeLessThan(30_000_000);
  });
});
