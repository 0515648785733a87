import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { EmbeddedDatabase } from '#embedded-database';
import { SmallDisk } from './small-disk.js';

/** Durable as in production; few and small files of the write-ahead log, so that they fit on a small disk. */
const SETTINGS = {
  max_wal_size: '64MB',
  min_wal_size: '32MB',
  shared_buffers: '64MB',
  max_connections: '200',
};
const LOG_DISK_BYTES = 64 * 2 ** 20;
const WAL_DISK_BYTES = 224 * 2 ** 20;
/** Pages that are there already take some events more. */
const STRIKES_WITHIN_MS = 2_000;
/** Name of the tablespace on the small disk. */
const LOG_SPACE = 'faults_log';

/** The harness's own PostgreSQL: can be killed and restarted, and its log lies on disks that can be filled. */
export class OwnDatabase {
  private constructor(
    private server: EmbeddedDatabase,
    private readonly home: string,
    private readonly disks: { log: SmallDisk; wal: SmallDisk } | undefined,
    /** Why there are no small disks, where there are none. */
    readonly withoutDisks: string | undefined,
  ) {}

  /** In `home`, an empty folder. */
  static async start(home: string): Promise<OwnDatabase> {
    let server = await EmbeddedDatabase.acquire({ home, settings: SETTINGS });
    const { uid, gid } = statSync(server.dataDirectory);
    const refusal = SmallDisk.whyNot(join(home, 'disk-tried'));
    if (refusal !== undefined) return new OwnDatabase(server, home, undefined, refusal);
    const log = SmallDisk.mount(join(home, 'log-disk'), LOG_DISK_BYTES, { uid, gid });
    const wal = SmallDisk.mount(join(home, 'wal-disk'), WAL_DISK_BYTES, { uid, gid });
    await server.release();
    moveFolder(join(server.dataDirectory, 'pg_wal'), join(wal.folder, 'pg_wal'));
    server = await EmbeddedDatabase.acquire({ home, settings: SETTINGS });
    return new OwnDatabase(server, home, { log, wal }, undefined);
  }

  get url(): string {
    return this.server.url;
  }

  get port(): number {
    return this.server.port;
  }

  get pid(): number {
    return this.server.pid;
  }

  get diskFolders(): string[] {
    return this.disks ? [this.disks.log.folder, this.disks.wal.folder] : [];
  }

  /** Puts the event log onto the small disk. Its tables must be there. */
  async moveLogToItsDisk(): Promise<void> {
    if (!this.disks) return;
    await this.withClient(async (client) => {
      await client.query(`create tablespace ${LOG_SPACE} location '${this.disks!.log.folder}'`);
      const { rows } = await client.query<{ kind: string; name: string }>(
        `select case relkind when 'i' then 'index' else 'table' end as kind, oid::regclass::text as name
         from pg_class where relnamespace = 'log'::regnamespace and relkind in ('r', 'i')`,
      );
      for (const { kind, name } of rows) await client.query(`alter ${kind} ${name} set tablespace ${LOG_SPACE}`);
    });
  }

  /** kill -9 of the postmaster; away for `awayMs` at least, and back when this ends. */
  async kill(awayMs: number): Promise<void> {
    process.kill(this.pid, 'SIGKILL');
    await delay(awayMs);
    await this.comeBack();
  }

  /** As an administrator does it: sessions are ended, everything is written. */
  async restart(awayMs: number): Promise<void> {
    process.kill(this.pid, 'SIGINT');
    await delay(awayMs);
    await this.comeBack();
  }

  /** No event can be stored for a while, for want of space: until one could not be, if any comes. */
  async fillLogDisk(forMs: number): Promise<void> {
    const before = this.timesWithoutSpace();
    this.disks?.log.fill();
    const giveUpAt = performance.now() + forMs + STRIKES_WITHIN_MS;
    await delay(forMs);
    while (this.timesWithoutSpace() === before && performance.now() < giveUpAt) await delay(50);
    this.disks?.log.free();
  }

  /** The write-ahead log finds no more space; that ends PostgreSQL. Then there is some, and it is started again. */
  async fillWalDisk(forMs: number): Promise<void> {
    this.disks?.wal.fill();
    const until = performance.now() + forMs;
    while (performance.now() < until && (await this.useUpWal())) await delay(20);
    await delay(Math.max(0, until - performance.now()));
    this.disks?.wal.free();
    await this.comeBack();
  }

  /** How often PostgreSQL has found no space, since it was made. */
  timesWithoutSpace(): number {
    const log = readFileSync(join(this.home, 'postgres.log'), 'utf8');
    return log.split('No space left on device').length - 1;
  }

  async withClient<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({
      connectionString: this.url,
      application_name: 'faults',
      connectionTimeoutMillis: 10_000,
    });
    // Whatever is lost is told by the statement that needs it.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async stop(): Promise<void> {
    await this.server.release();
    this.disks?.log.unmount();
    this.disks?.wal.unmount();
  }

  /** Stops it and leaves its files, for somebody to look at. */
  async stopAndKeep(): Promise<void> {
    await this.server.release();
    this.disks?.log.unmountAndKeep();
    this.disks?.wal.unmountAndKeep();
  }

  /** Until it answers, started again where it does not run. */
  private async comeBack(): Promise<void> {
    const giveUpAt = performance.now() + 60_000;
    for (;;) {
      try {
        await this.server.revive();
        await this.withClient((client) =>
          client.query('select pg_logical_emit_message(true, $1, $2)', ['faults', 'up']),
        );
        return;
      } catch (error) {
        if (performance.now() > giveUpAt) throw error;
        await delay(50);
      }
    }
  }

  /** Goes on to the next file of the write-ahead log; false when that did not work. */
  private async useUpWal(): Promise<boolean> {
    try {
      await this.withClient(async (client) => {
        await client.query("select pg_logical_emit_message(true, 'faults', repeat('x', 1000))");
        await client.query('select pg_switch_wal()');
      });
      return true;
    } catch {
      // It is down, which is what this is for.
      return false;
    }
  }
}

/** To another file system, owners kept, with a link left behind. */
function moveFolder(from: string, to: string): void {
  const { status, stderr } = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cannot copy ${from} to ${to}: ${stderr}`);
  renameSync(from, `${from}-before`);
  symlinkSync(to, from);
}
