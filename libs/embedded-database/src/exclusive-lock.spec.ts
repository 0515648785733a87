import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withExclusiveLock } from './exclusive-lock.js';
import { thisProcess } from './process-identity.js';

describe('an exclusive lock', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rapport-lock-'));
    path = join(folder, 'lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Twelve at once; answers the most that were inside at the same time. */
  async function crowd(): Promise<number> {
    let inside = 0;
    let most = 0;
    const visit = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(3);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 12 }, () => withExclusiveLock(path, 10_000, visit)));
    return most;
  }

  it('lets one in at a time, and leaves nothing behind', async () => {
    expect(await crowd()).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is taken over, by one only, when its holder has died', async () => {
    writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, startedAt: 'long ago', token: 'dead' }));
    expect(await crowd()).toBe(1);
  });

  it('is taken over when its holder’s pid has become another process’s', async () => {
    writeFileSync(path, JSON.stringify({ ...thisProcess(), startedAt: 'before that', token: 'dead' }));
    await expect(withExclusiveLock(path, 1000, () => Promise.resolve('in'))).resolves.toBe('in');
  });

  it('is taken over even when the one that was breaking it died too', async () => {
    const dead = JSON.stringify({ pid: 2 ** 22 + 1, startedAt: 'long ago', token: 'dead' });
    writeFileSync(path, dead);
    writeFileSync(`${path}.break`, dead);
    expect(await crowd()).toBe(1);
  });

  it('gives up after its time, and names who holds it', async () => {
    writeFileSync(path, JSON.stringify({ ...thisProcess(), token: 'alive' }));
    await expect(withExclusiveLock(path, 50, () => Promise.resolve())).rejects.toThrow(
      `process ${process.pid} has held ${path} for too long`,
    );
  });

  it('is free again after work that failed', async () => {
    await expect(withExclusiveLock(path, 1000, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(readdirSync(folder)).toEqual([]);
  });
});
