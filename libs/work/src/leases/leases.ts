import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrateWork } from '../schema/migrate-work.js';
import { CoordinationSession } from './coordination-session.js';
import type { Lease } from './lease.js';
import { leaseMigrations } from './lease-migrations.js';
import { ACQUIRE_SQL, FORGET_GONE_SQL, JOIN_SQL, LEAVE_SQL, MEMBERS_SQL, RELEASE_SQL, RENEW_SQL } from './lease-sql.js';

/** A paused owner keeps others waiting for this long; one that has died does not: its session ends with it. */
export const DEFAULT_TTL_MS = 5_000;

export interface LeasesOptions {
  connectionString: string;
  /** How long a lease lives without being renewed; it is renewed five times as often. */
  ttlMs?: number;
  /** Told of what goes wrong while leases are renewed. */
  onError?: (error: unknown) => void;
}

interface HeldLease extends Lease {
  losing: AbortController;
  /** By this process's monotonic clock: nobody else can have the lease before. */
  safeUntilMs: number;
}

/**
 * The leases of one process. Lifetimes are by the database's clock, and by this process's monotonic one, so that a clock
 * that jumps here ends or stretches none. Whoever writes under a lease makes the database check its epoch in the same
 * statement (`leaseHolds`): a process that was paused, and does not know yet that its lease is over, cannot write.
 */
export class Leases {
  readonly owner = randomUUID();
  readonly ttlMs: number;
  private readonly session: CoordinationSession;
  private readonly held = new Map<string, HeldLease>();
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly options: LeasesOptions) {
    this.ttlMs = options.ttlMs ?? DEFAULT_TTL_MS;
    this.session = new CoordinationSession(options.connectionString, this.ttlMs);
  }

  /** Creates the tables of leases where they are missing. Throws what the driver throws. */
  static async migrate(connectionString: string): Promise<void> {
    const client = new pg.Client({ connectionString });
    client.on('error', () => undefined);
    await client.connect();
    try {
      await migrateWork(client, leaseMigrations);
    } finally {
      await client.end();
    }
  }

  /** Takes those of the leases that are free. Throws what the driver throws. */
  async tryAcquire(names: readonly string[]): Promise<Lease[]> {
    if (names.length === 0) return [];
    const askedAtMs = performance.now();
    const wanted = [...names].sort();
    const rows = await this.session.query<{ name: string; epoch: string }>(ACQUIRE_SQL, [
      this.owner,
      wanted,
      this.ttlMs,
    ]);
    const acquired = rows.map(({ name, epoch }) => this.hold(name, BigInt(epoch), askedAtMs + this.ttlMs));
    this.tickLater();
    return acquired;
  }

  /** Gives leases back, so that others can have them at once. */
  async release(leases: readonly Lease[]): Promise<void> {
    const own = leases.filter((lease) => this.held.get(lease.name) === lease);
    if (own.length === 0) return;
    for (const { name } of own) this.lose(name);
    await this.session.query(RELEASE_SQL, [this.owner, own.map(({ name }) => name), own.map(({ epoch }) => epoch)]);
  }

  /** Says that this process takes part in a pool; answers with all who do, in an order that is the same everywhere. */
  async join(pool: string): Promise<string[]> {
    await this.session.query(JOIN_SQL, [pool, this.owner]);
    return this.members(pool);
  }

  /** All who take part in a pool, in an order that is the same everywhere. */
  async members(pool: string): Promise<string[]> {
    await this.session.query(FORGET_GONE_SQL, [pool, this.ttlMs]);
    const rows = await this.session.query<{ owner: string }>(MEMBERS_SQL, [pool]);
    return rows.map(({ owner }) => owner);
  }

  async leave(pool: string): Promise<void> {
    await this.session.query(LEAVE_SQL, [pool, this.owner]);
  }

  /** Gives all back and closes the connection. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.timer);
    await this.ticking;
    // When the database is away, the leases end with the session, or run out.
    await this.release([...this.held.values()]).catch((error: unknown) => this.options.onError?.(error));
    await this.session.close();
  }

  private hold(name: string, epoch: bigint, safeUntilMs: number): Lease {
    this.lose(name);
    const losing = new AbortController();
    const lease: HeldLease = { name, epoch, lost: losing.signal, losing, safeUntilMs };
    this.held.set(name, lease);
    return lease;
  }

  private lose(name: string): void {
    this.held.get(name)?.losing.abort();
    this.held.delete(name);
  }

  private tickLater(): void {
    if (this.timer || this.closed) return;
    this.timer = setTimeout(() => {
      this.ticking = this.tick().finally(() => {
        this.timer = undefined;
        if (this.held.size > 0) this.tickLater();
      });
    }, this.ttlMs / 5);
  }

  private async tick(): Promise<void> {
    try {
      await this.renew();
    } catch (error) {
      this.options.onError?.(error);
    }
    const now = performance.now();
    for (const { name, safeUntilMs } of [...this.held.values()]) if (safeUntilMs < now) this.lose(name);
  }

  private async renew(): Promise<void> {
    const asked = [...this.held.values()];
    if (asked.length === 0) return;
    const safeUntilMs = performance.now() + this.ttlMs;
    const rows = await this.session.query<{ name: string }>(RENEW_SQL, [
      this.owner,
      asked.map(({ name }) => name),
      asked.map(({ epoch }) => epoch),
      this.ttlMs,
    ]);
    const still = new Set(rows.map(({ name }) => name));
    for (const lease of asked) {
      if (still.has(lease.name)) lease.safeUntilMs = safeUntilMs;
      else if (this.held.get(lease.name) === lease) this.lose(lease.name);
    }
  }
}
