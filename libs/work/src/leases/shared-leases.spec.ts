import { expect, it } from '@jest/globals';
import type { Lease } from './lease.js';
import type { Leases } from './leases.js';
import { SharedLeases } from './shared-leases.js';

it('tells of leases that were taken before the database was lost, so that their work is done', async () => {
  const lost = new AbortController().signal;
  let asked = 0;
  /** A double of leases: the first time none is free, then one is, and then the connection breaks. */
  const leases = {
    owner: 'me',
    ttlMs: 50,
    join: () => Promise.resolve(['me']),
    release: () => Promise.resolve(),
    leave: () => Promise.resolve(),
    tryAcquire([name]: [string]): Promise<Lease[]> {
      asked += 1;
      if (asked <= 2) return Promise.resolve([]);
      if (asked === 3) return Promise.resolve([{ name, epoch: 1n, lost }]);
      return Promise.reject(new Error('connection lost'));
    },
  } as unknown as Leases;
  const shared = new SharedLeases(leases, 'pool', ['a', 'b']);
  await expect(shared.settle()).resolves.toEqual([]);
  await new Promise<void>((resolve) => shared.changed.addEventListener('abort', () => resolve(), { once: true }));
  await shared.close();
}, 5_000);
