import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type TestDatabase, createTestDatabase } from '../../support/database.js';
import { readChanges, watchChanges } from './audit.js';

describe('the notes of changes', () => {
  let database: TestDatabase;
  let client: Client;

  beforeEach(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('create schema read; create schema work');
  });
  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  const substance = async () =>
    (await readChanges(client)).map(({ table, before, after }) => ({ table, before, after }));

  it('hold every change of a checkpoint, whatever its columns, and none that was undone', async () => {
    await client.query(
      'create table read.projection_checkpoint (name text, partition integer, epoch bigint, position bigint)',
    );
    expect(await watchChanges(client)).toEqual(['read.projection_checkpoint']);
    // Once more, as for the next seed on the same cluster.
    expect(await watchChanges(client)).toEqual(['read.projection_checkpoint']);
    await client.query(`insert into read.projection_checkpoint values ('a', 0, 1, 0), ('a', 1, 1, 0)`);
    await client.query('update read.projection_checkpoint set position = 5 where partition = 1');
    await client.query('begin; update read.projection_checkpoint set position = 9; rollback');
    await client.query('delete from read.projection_checkpoint where partition = 0');
    const row = (partition: number, position: number) => ({ name: 'a', partition, epoch: 1, position });
    const table = 'read.projection_checkpoint';
    expect(await substance()).toEqual([
      { table, before: null, after: row(0, 0) },
      { table, before: null, after: row(1, 0) },
      { table, before: row(1, 0), after: row(1, 5) },
      { table, before: row(0, 0), after: null },
    ]);
    const sessions = new Set((await readChanges(client)).map(({ session }) => session));
    expect(sessions.size).toBe(1);
  });

  it('say whether the session of a lease lived when it was taken', async () => {
    await client.query(
      'create table work.lease (name text, epoch bigint, owner text, backend_pid integer, backend_start timestamptz)',
    );
    expect(await watchChanges(client)).toEqual(['work.lease']);
    await client.query(
      `insert into work.lease select 'x', 1, 'one', pid, backend_start from pg_stat_activity where pid = pg_backend_pid()`,
    );
    await client.query(`update work.lease set owner = 'two'`);
    await client.query(`update work.lease set backend_pid = -1, owner = 'three'`);
    await client.query(`update work.lease set owner = 'four'`);
    expect((await readChanges(client)).map(({ sessionLived }) => sessionLived)).toEqual([null, true, true, false]);
    expect((await readChanges(client)).every(({ atMs }) => Math.abs(atMs - Date.now()) < 600_000)).toBe(true);
  });
});
