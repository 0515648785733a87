import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import type { AlignedDigests, RebuildResult } from '#projections';
import { EmbeddedDatabase } from '#embedded-database';
import { eventually } from '../support/eventually.js';
import { rapportJson, startRapport } from './support/command-line.js';
import { connected } from './support/contents.js';
import type { Ended } from './support/program.js';
import { TemporaryHome } from './support/temporary-home.js';

const EVENTS = 45_000;
const REBUILD = ['projections', 'rebuild', '--all', '--verify'];

/** Shares of the streams that are folded when it is killed; more of them with RAPPORT_KILLS. */
const SHARES = process.env['RAPPORT_KILLS'] ? [0.3, 0.6, 0.88] : [0.6];

describe('a rebuild that is killed and run again', () => {
  let home: TemporaryHome;
  let database: EmbeddedDatabase;
  let sql: Client;
  let expected: RebuildResult['projections'];

  beforeAll(async () => {
    home = await TemporaryHome.make();
    // Held here, so that it outlives the programs that are killed.
    database = await EmbeddedDatabase.acquire({ home: home.path });
    sql = await connected(database.url);
    await rapportJson(['generate', '--events', String(EVENTS)], { home: home.path });
    const first = await rebuilt();
    expect(first).toMatchObject({ events: EVENTS, swapped: true, differences: [] });
    expected = first.projections;
  }, 240_000);

  afterAll(async () => {
    await sql.end();
    await database.release();
    await home.remove();
  });

  async function rebuilt(): Promise<RebuildResult> {
    const { code, answer, stderr } = await rapportJson<RebuildResult>(REBUILD, { home: home.path });
    if (code !== 0) throw new Error(`the rebuild ended with ${code}: ${stderr}`);
    return answer;
  }

  /** Starts it, and kills it when it is so. */
  async function killedWhen(isSo: () => Promise<boolean>): Promise<Ended> {
    const running = startRapport([...REBUILD, '--json'], { home: home.path });
    await running.until(isSo);
    return running.end('SIGKILL');
  }

  async function shareDone(): Promise<number> {
    const { rows } = await sql.query<{ share: number }>(
      `select coalesce(avg(done::integer), 0)::float8 as share from work.rebuild_range`,
    );
    return rows[0]!.share;
  }

  it('goes on from what was done, at whatever share of the work, to the same digests', async () => {
    for (const share of SHARES) {
      const killed = await killedWhen(async () => (await shareDone()) >= share);
      expect(killed).toMatchObject({ signal: 'SIGKILL', stdout: '' });
      const doneBefore = await shareDone();
      expect(doneBefore).toBeGreaterThanOrEqual(share);
      const result = await rebuilt();
      expect({ ...result, projections: result.projections }).toMatchObject({
        ...{ events: EVENTS, swapped: true, differences: [] },
        projections: expected,
      });
    }
  }, 240_000);

  it('swaps as a whole or not at all, when it is killed within the swap', async () => {
    const reader = await connected(database.url);
    try {
      // The swap waits for this reader of one of the tables, with the live checkpoints locked.
      await reader.query('begin; lock table read.profile in access share mode');
      const waits = async (): Promise<boolean> => {
        const { rowCount } = await sql.query(
          `select from pg_locks as l join pg_stat_activity as a using (pid)
           where not l.granted and l.mode = 'AccessExclusiveLock' and a.application_name = 'rapport-rebuild'`,
        );
        return rowCount! > 0;
      };
      expect(await killedWhen(waits)).toMatchObject({ signal: 'SIGKILL' });
    } finally {
      await reader.query('rollback');
      await reader.end();
    }
    const { answer } = await rapportJson<AlignedDigests>(['projections', 'digest'], { home: home.path });
    const digests = expected.map(({ name, digest }) => ({ name, digest }));
    expect(answer.projections).toMatchObject(digests);
    expect(await rebuilt()).toMatchObject({ swapped: true, projections: expected });
    await eventually('nothing is left of it', async () => {
      const { rows } = await sql.query(`select from pg_namespace where nspname in ('rebuild', 'rebuild_aside')`);
      return rows.length === 0;
    });
  }, 120_000);
});
