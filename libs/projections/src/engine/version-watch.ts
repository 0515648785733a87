import type pg from 'pg';
import { type Projection, Unavailable } from '#kernel';
import { READ_SCHEMA, qualified } from '../tables/sql-names.js';

/** How often it is looked while some tables are of another version, and else. */
const LOOK_OFTEN_MS = 1_000;
const LOOK_MS = 5_000;

const VERSIONS_SQL = `select name, min(version) as version
  from ${qualified(READ_SCHEMA, 'projection_checkpoint')} where name = any($1) group by name`;

/** Tables of another version than this program's. */
export interface OtherVersion {
  name: string;
  /** This program's. */
  version: number;
  /** That of the tables. */
  there: number;
}

/**
 * Looks now and then whether tables are of the versions that this program has: while two programs are at work, the older
 * one's tables are read until those of the newer one have been built beside them.
 */
export class VersionWatch {
  private others: ReadonlyMap<string, OtherVersion> = new Map();
  private changing = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly pool: pg.Pool,
    private readonly projections: readonly Projection[],
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Those of another version, as last looked. */
  get otherVersions(): readonly OtherVersion[] {
    return [...this.others.values()];
  }

  /** Aborted when that is another answer than when this was asked for. */
  get changed(): AbortSignal {
    return this.changing.signal;
  }

  /** Throws Unavailable for a projection that this program cannot read at the moment. */
  requireServed(name: string): void {
    const other = this.others.get(name);
    if (!other) return;
    const { version, there } = other;
    const why = there < version ? 'they are being built' : 'this program is the older one';
    throw new Unavailable(`the tables of projection ${name} are of version ${there}, not ${version}: ${why}`);
  }

  /** Looks now, and from now on. Throws what the driver throws; it is looked again all the same. */
  async begin(): Promise<void> {
    try {
      await this.look();
    } finally {
      this.later();
    }
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async look(): Promise<void> {
    const names = this.projections.map(({ name }) => name);
    const { rows } = await this.pool.query<{ name: string; version: number }>(VERSIONS_SQL, [names]);
    const there = new Map(rows.map(({ name, version }) => [name, version]));
    const others = this.projections.flatMap(({ name, version }) => {
      const found = there.get(name);
      return found === undefined || found === version ? [] : [{ name, version, there: found }];
    });
    const before = JSON.stringify(this.otherVersions);
    this.others = new Map(others.map((other) => [other.name, other]));
    if (JSON.stringify(others) === before) return;
    this.changing.abort();
    this.changing = new AbortController();
  }

  private later(): void {
    clearTimeout(this.timer);
    if (this.stopped) return;
    this.timer = setTimeout(
      () => {
        void this.look()
          .catch((error: unknown) => this.onError(error))
          .then(() => this.later());
      },
      this.others.size > 0 ? LOOK_OFTEN_MS : LOOK_MS,
    );
    this.timer.unref();
  }
}
