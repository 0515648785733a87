import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { PostgresEventStore } from '#event-store';
import { Unavailable } from '#kernel';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { all, anEvent, events, ids, to } from './event-store/events.js';
import { sameBody } from './event-store-contract.js';

describe('the event log in PostgreSQL', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let sql: Client;

  const open = () => PostgresEventStore.open({ connectionString: database.url, saysTheSame: sameBody });

  beforeEach(async () => {
    database = await createTestDatabase();
    store = await open();
    sql = new Client({ connectionString: database.url });
    await sql.connect();
  });

  afterEach(async () => {
    await store.close();
    await sql.end();
    await database.drop();
  });

  it.each([
    ['UPDATE', `UPDATE log.event SET data = '{}' WHERE position = 1`],
    ['UPDATE', `UPDATE log.event SET stream = 'other' WHERE false`],
    ['DELETE', 'DELETE FROM log.event'],
    ['TRUNCATE', 'TRUNCATE log.event'],
    ['DELETE', `SET session_replication_role = replica; DELETE FROM log.event`],
    ['UPDATE', `INSERT INTO log.event SELECT * FROM log.event ON CONFLICT (position) DO UPDATE SET data = ''`],
  ])('refuses %s: %s', async (operation, statement) => {
    const event = anEvent();
    await store.append(to('s', 'none', event));
    await expect(sql.query(statement)).rejects.toThrow(`${operation} refused: events are never changed or deleted`);
    expect(await all(store.readAll())).toMatchObject([event]);
  });

  it('shows the events to people who write SQL', async () => {
    const metadata = {
      occurredAt: '2026-03-01T10:00:00.000Z',
      recordedAt: '2026-03-02T10:00:00.000Z',
      source: 'urn:x',
    };
    const event = anEvent({
      data: Buffer.from('{"text":"ü","n":1}'),
      metadata: Buffer.from(JSON.stringify(metadata)),
    });
    await store.append(to('s', 'none', event));
    const { rows } = await sql.query(`SELECT * FROM log.event_json WHERE data ->> 'text' = 'ü'`);
    expect(rows).toEqual([
      {
        position: '1',
        stream: 's',
        revision: 0,
        event_id: event.id,
        type: 'NoteAdded',
        occurred_at: new Date(metadata.occurredAt),
        recorded_at: new Date(metadata.recordedAt),
        data: { text: 'ü', n: 1 },
        metadata,
      },
    ]);
  });

  it('is opened by many processes at the same time', async () => {
    const other = await createTestDatabase();
    const stores = await Promise.all(
      Array.from({ length: 6 }, () =>
        PostgresEventStore.open({ connectionString: other.url, saysTheSame: sameBody, maxConnections: 1 }),
      ),
    );
    await Promise.all(stores.map((each) => each.append(to('s', 'any'))));
    await expect(stores[0]!.head()).resolves.toBe(6n);
    await Promise.all(stores.map((each) => each.close()));
    await other.drop();
  });

  it('refuses a schema that is newer than the program', async () => {
    await sql.query(`INSERT INTO log.migration (number, name) VALUES (9999, 'from the future')`);
    await expect(open()).rejects.toThrow('the event log is of schema version 9999');
  });

  it('is read in full while another transaction that has written elsewhere stays open', async () => {
    await sql.query('CREATE TABLE elsewhere (n integer)');
    await sql.query('BEGIN');
    await sql.query('INSERT INTO elsewhere VALUES (1)');
    await store.append(to('s', 'none', ...events(3)));
    expect((await all(store.readAll())).map((event) => event.position)).toEqual([1n, 2n, 3n]);
    await sql.query('ROLLBACK');
  });

  it('works where the database asks for another isolation by default', async () => {
    await sql.query(
      `ALTER DATABASE ${database.url.split('/').at(-1)!} SET default_transaction_isolation = 'serializable'`,
    );
    const stores = await Promise.all([open(), open()]);
    const sent = events(100);
    await Promise.all(sent.map((event, n) => stores[n % 2]!.append(to(`s-${n % 3}`, 'any', event))));
    const log = await all(store.readAll());
    expect(ids(log).sort()).toEqual(ids(sent).sort());
    expect(log.map((event) => event.position)).toEqual(log.map((_, n) => BigInt(n + 1)));
    await Promise.all(stores.map((each) => each.close()));
  });

  it('notifies once per batch', async () => {
    const heard: (string | undefined)[] = [];
    sql.on('notification', ({ payload }) => heard.push(payload));
    await sql.query('LISTEN rapport_log');
    await store.appendMany(Array.from({ length: 50 }, () => to('s', 'any')));
    await store.append(to('s', 7)).catch(() => undefined);
    for (let n = 0; n < 100 && heard.at(-1) !== '50'; n += 1) await sleep(10);
    // Many that wait go in two batches, one on its way while the other is worked on.
    expect(heard).toEqual(['25', '50']);
  });

  it('answers what was under way when it is closed, and refuses what comes then', async () => {
    const appends = Array.from({ length: 200 }, () => store.append(to('s', 'any')));
    await store.close();
    await expect(Promise.all(appends)).resolves.toHaveLength(200);
    await expect(store.append(to('s', 'any'))).rejects.toThrow(Unavailable);
    await expect(store.appendMany([to('s', 'any')])).rejects.toThrow(Unavailable);
    await expect(all(store.readAll())).rejects.toThrow(Unavailable);
    await store.close();
  });

  it('is unavailable, after some patience, when there is no database', async () => {
    const nowhere = PostgresEventStore.open({
      connectionString: 'postgres://nobody@127.0.0.1:1/nothing',
      saysTheSame: sameBody,
    });
    await expect(nowhere).rejects.toThrow(Unavailable);
  }, 30_000);
});
