import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Client } from 'pg';
import { type Lease, Leases, SharedLeases, leaseHolds } from '#work';
import { quotaOf } from '../../libs/work/src/leases/quota.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

const TTL_MS = 1_000;

describe('leases', () => {
  let database: TestDatabase;
  let sql: Client;
  let opened: Leases[];

  const open = (ttlMs = TTL_MS): Leases => {
    const leases = new Leases({ connectionString: database.url, ttlMs });
    opened.push(leases);
    return leases;
  };

  beforeEach(async () => {
    database = await createTestDatabase();
    await Leases.migrate(database.url);
    sql = new Client({ connectionString: database.url });
    await sql.connect();
    opened = [];
  });

  afterEach(async () => {
    await Promise.all(opened.map((leases) => leases.close()));
    await sql.end();
    await database.drop();
  });

  it('has one owner, and the next one a higher epoch', async () => {
    const [one, other] = [open(), open()];
    const [lease] = await one.tryAcquire(['a']);
    expect(lease).toMatchObject({ name: 'a', epoch: 1n });
    await expect(other.tryAcquire(['a', 'b'])).resolves.toMatchObject([{ name: 'b', epoch: 1n }]);
    await one.release([lease!]);
    expect(lease!.lost.aborted).toBe(true);
    await expect(other.tryAcquire(['a'])).resolves.toMatchObject([{ name: 'a', epoch: 2n }]);
  });

  it('is given to one of many who ask at once', async () => {
    const askers = Array.from({ length: 12 }, () => open());
    const answers = await Promise.all(askers.map((leases) => leases.tryAcquire(['a', 'b', 'c'])));
    expect(
      answers
        .flat()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['a', 'b', 'c']);
  });

  it('lives as long as its owner renews it', async () => {
    const [one, other] = [open(), open()];
    const [lease] = await one.tryAcquire(['a']);
    await sleep(2.5 * TTL_MS);
    expect(lease!.lost.aborted).toBe(false);
    await expect(other.tryAcquire(['a'])).resolves.toEqual([]);
  });

  it('is free at once when the session of its owner has ended, and the old owner learns of it', async () => {
    const [one, other] = [open(8_000), open()];
    const [lease] = await one.tryAcquire(['a']);
    await sql.query(`select pg_terminate_backend(backend_pid) from work.lease`);
    let taken: Lease[] = [];
    await eventually('it is free', async () => (taken = await other.tryAcquire(['a'])).length > 0);
    expect(taken).toMatchObject([{ name: 'a', epoch: 2n }]);
    await eventually('the old owner knows', () => lease!.lost.aborted);
  });

  it('runs out when its owner is silent, and cannot be written under any more', async () => {
    await sql.query(`insert into work.lease values ('a', 7, $1, pg_backend_pid(), now(), now() - interval '1 s')`, [
      '00000000-0000-4000-8000-000000000001',
    ]);
    await sql.query('create table written (epoch bigint)');
    const write = (epoch: number) =>
      sql.query(`insert into written select $1::bigint where ${leaseHolds("'a'", '$1::bigint')}`, [epoch]);
    expect((await write(7)).rowCount).toBe(1);
    await expect(open().tryAcquire(['a'])).resolves.toMatchObject([{ epoch: 8n }]);
    expect((await write(7)).rowCount).toBe(0);
    expect((await write(8)).rowCount).toBe(1);
  });

  it('given back cannot be written under any more', async () => {
    const leases = open();
    const held = await leases.tryAcquire(['a']);
    await leases.release(held);
    const { rows } = await sql.query(`select ${leaseHolds("'a'", '1')} as holds`);
    expect(rows).toEqual([{ holds: false }]);
  });
});

describe('leases shared by a pool', () => {
  let database: TestDatabase;
  const names = Array.from({ length: 9 }, (_, n) => `part-${n}`);

  beforeEach(async () => {
    database = await createTestDatabase();
    await Leases.migrate(database.url);
  });

  afterEach(() => database.drop());

  /** A process that does nothing but hold its share. */
  function member() {
    const leases = new Leases({ connectionString: database.url, ttlMs: TTL_MS });
    const shared = new SharedLeases(leases, 'pool', names);
    const stopping = new AbortController();
    let held: readonly string[] = [];
    const running = (async () => {
      while (!stopping.signal.aborted) {
        held = (await shared.settle()).map(({ name }) => name);
        await new Promise<void>((resolve) => {
          if (stopping.signal.aborted || shared.changed.aborted) return resolve();
          shared.changed.addEventListener('abort', () => resolve(), { once: true });
          stopping.signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      held = [];
      await shared.close();
      await leases.close();
    })();
    return {
      get held() {
        return held;
      },
      stop: () => {
        stopping.abort();
        return running;
      },
    };
  }

  it('are all held by one who is alone, and evenly by several as they come and go', async () => {
    const one = member();
    await eventually('all are held', () => one.held.length === 9);
    const two = member();
    await eventually(
      'all are held',
      () => [one, two].every(({ held }) => held.length >= 4) && one.held.length + two.held.length === 9,
    );
    expect(new Set([...one.held, ...two.held]).size).toBe(9);
    const three = member();
    await eventually('all are held', () => [one, two, three].every(({ held }) => held.length === 3));
    await one.stop();
    await eventually('all are held', () => two.held.length + three.held.length === 9);
    expect(Math.abs(two.held.length - three.held.length)).toBe(1);
    await Promise.all([two.stop(), three.stop()]);
  });

  it('quotas add up to all pieces, and differ by one at most', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 20 }), fc.nat(40), (members, pieces) => {
        const quotas = members.map((one) => quotaOf(one, members, pieces));
        expect(quotas.reduce((sum, quota) => sum + quota, 0)).toBe(pieces);
        expect(Math.max(...quotas) - Math.min(...quotas)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('nobody who is not a member has a quota', () => {
    expect(quotaOf('x', ['a', 'b'], 9)).toBe(0);
  });
});
