import { describe, expect, it } from '@jest/globals';
import { DeliveredWriter } from './delivered-writer.js';

describe('what was delivered', () => {
  it('is written one batch after the other, what came meanwhile together', async () => {
    const writes: bigint[][] = [];
    const release: (() => void)[] = [];
    const writer = new DeliveredWriter(async (positions) => {
      writes.push([...positions]);
      await new Promise<void>((resolve) => release.push(resolve));
    });
    const first = writer.add(1n);
    while (release.length < 1) await Promise.resolve();
    const others = [writer.add(2n), writer.add(3n)];
    release[0]!();
    await first;
    while (release.length < 2) await Promise.resolve();
    release[1]!();
    await Promise.all(others);
    expect(writes).toEqual([[1n], [2n, 3n]]);
  });

  it('tells those who wait when it could not be written, and goes on', async () => {
    let fails = true;
    const writer = new DeliveredWriter(() => (fails ? Promise.reject(new Error('no')) : Promise.resolve()));
    await expect(writer.add(1n)).rejects.toThrow('no');
    fails = false;
    await expect(writer.add(2n)).resolves.toBeUndefined();
  });
});
