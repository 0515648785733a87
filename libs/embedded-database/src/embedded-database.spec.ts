import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { EmbeddedDatabase } from './embedded-database.js';
import { isPidInUse } from './process-identity.js';

const userScript = fileURLToPath(new URL('../../../test/support/database-user.mjs', import.meta.url));

describe('the embedded database', () => {
  let folder: string;
  let prepared: string;
  let homes = 0;
  const open: EmbeddedDatabase[] = [];
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rapport-embedded-'));
    prepared = join(folder, 'prepared');
    await (await EmbeddedDatabase.acquire({ home: prepared })).release();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await Promise.all(open.splice(0).map((database) => database.release()));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A home that was used before; copied, because preparing one takes a second. */
  function usedHome(): string {
    const home = join(folder, `home-${(homes += 1)}`);
    // cp keeps owners, which fs.cp does not.
    spawnSync('cp', ['-a', prepared, home]);
    return home;
  }

  async function acquire(home: string, settings: Record<string, string> = {}): Promise<EmbeddedDatabase> {
    const database = await EmbeddedDatabase.acquire({ home, settings });
    open.push(database);
    return database;
  }

  /** Another process that uses the home. */
  async function otherUser(home: string): Promise<{ process: ChildProcess; url: string; pid: number }> {
    const child = spawn(process.execPath, [userScript, home], { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return { process: child, ...(JSON.parse(line) as { url: string; pid: number }) };
  }

  async function leaves(user: { process: ChildProcess }, how: 'in order' | 'SIGKILL'): Promise<void> {
    const ended = once(user.process, 'exit');
    if (how === 'SIGKILL') user.process.kill(how);
    else user.process.stdin?.end();
    await ended;
  }

  async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  }

  it('is made where there is none, durable, in UTF-8, for this machine only', async () => {
    const home = join(folder, 'deeper', 'new');
    mkdirSync(join(home, 'postgres.new-left-by-a-crash'), { recursive: true });
    const database = await acquire(home);
    const [settings] = await query(
      database.url,
      `SELECT current_database() AS name, current_setting('server_version_num')::int / 10000 AS version,
              current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
              current_setting('data_checksums') AS checksums, current_setting('listen_addresses') AS listens,
              current_setting('server_encoding') AS encoding, current_setting('timezone') AS timezone,
              (SELECT datlocale FROM pg_database WHERE datname = current_database()) AS locale`,
    );
    expect(settings).toEqual({
      name: 'rapport',
      version: 18,
      fsync: 'on',
      commit: 'on',
      checksums: 'on',
      listens: '127.0.0.1',
      encoding: 'UTF8',
      timezone: 'UTC',
      locale: 'C.UTF-8',
    });
    expect(readdirSync(home).filter((name) => name.includes('.new-'))).toEqual([]);
    const wrong = new URL(database.url);
    wrong.password = 'guessed';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('stops at the release, and comes back with the same data at the same URL', async () => {
    const home = usedHome();
    const first = await acquire(home);
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.release();
    expect(isPidInUse(first.pid)).toBe(false);
    const second = await acquire(home);
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  it('is shared by processes that start at once, and stopped by the last to leave', async () => {
    const home = usedHome();
    const users = await Promise.all(Array.from({ length: 5 }, () => otherUser(home)));
    const mine = await acquire(home);
    expect(new Set(users.map((user) => user.pid))).toEqual(new Set([mine.pid]));
    await Promise.all(users.map((user) => leaves(user, 'in order')));
    expect(await query(mine.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await mine.release();
    expect(isPidInUse(mine.pid)).toBe(false);
  });

  it('is taken over when its user was killed', async () => {
    const home = usedHome();
    const user = await otherUser(home);
    await leaves(user, 'SIGKILL');
    const mine = await acquire(home);
    expect(mine.pid).toBe(user.pid);
    await mine.release();
    expect(isPidInUse(mine.pid)).toBe(false);
  });

  it('is started again, with all that was committed, when both were killed in the middle of work', async () => {
    const home = usedHome();
    const user = await otherUser(home);
    await query(user.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    // Works on without noticing that its server is gone.
    const work = `DO $$ DECLARE n bigint := 0; BEGIN LOOP n := n + 1; END LOOP; END $$`;
    const busy = query(user.url, work).catch((error: Error) => error);
    const atWork = `SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO $$%'`;
    while ((await query(user.url, atWork)).length === 0);
    await leaves(user, 'SIGKILL');
    process.kill(user.pid, 'SIGKILL');
    const mine = await acquire(home);
    expect(await busy).toBeInstanceOf(Error);
    expect(mine.pid).not.toBe(user.pid);
    expect(await query(mine.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  it('starts although the pid it had noted is another program’s by now', async () => {
    const home = usedHome();
    const stranger = spawn('sleep', ['60']);
    children.push(stranger);
    const note = [stranger.pid, join(home, 'postgres'), 1, 1, '', '127.0.0.1', '1 1', 'ready'].join('\n');
    writeFileSync(join(home, 'postgres', 'postmaster.pid'), `${note}\n`);
    const mine = await acquire(home);
    expect(await query(mine.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  it('moves to another port when its own is taken', async () => {
    const home = usedHome();
    const port = Number(readFileSync(join(home, 'postgres.port'), 'utf8'));
    const taker = createServer().listen(port, '127.0.0.1');
    await once(taker, 'listening');
    const mine = await acquire(home);
    taker.close();
    expect(mine.port).not.toBe(port);
    expect(Number(readFileSync(join(home, 'postgres.port'), 'utf8'))).toBe(mine.port);
  });

  it('comes back by itself at the same URL when only the server was killed', async () => {
    const mine = await acquire(usedHome());
    const { url, pid } = mine;
    expect(await mine.revive()).toBe(false);
    process.kill(pid, 'SIGKILL');
    while (isPidInUse(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await mine.revive()).toBe(true);
    expect(mine.url).toBe(url);
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('says what the server said when it does not start, and can be acquired afterwards', async () => {
    const home = usedHome();
    await expect(acquire(home, { shared_buffers: 'plenty' })).rejects.toThrow(
      /PostgreSQL did not start;[^]*invalid value for parameter "shared_buffers": "plenty"/,
    );
    expect(await query((await acquire(home)).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
