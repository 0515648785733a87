import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EventStore, isSameBytes, type LogCopy, openEventStore } from '#event-store';
import { all, anEvent, to } from '../contract/event-store/events.js';
import { type EventStoreDbDouble, startDouble } from '../eventstoredb-double/start-double.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { rapport, rapportJson, startRapport } from './support/command-line.js';
import { TemporaryHome } from './support/temporary-home.js';

const EVENTS = 300;

describe('rapport log copy', () => {
  let home: TemporaryHome;
  let source: TestDatabase;
  let target: TestDatabase;
  let double: EventStoreDbDouble;
  let viaUrl: string;

  const copy = (from: string, into: string) =>
    rapportJson<LogCopy>(['log', 'copy', '--from', from, '--to', into], { home: home.path });
  const withStore = async <T>(url: string, work: (store: EventStore) => Promise<T>): Promise<T> => {
    const store = await openEventStore({ url, saysTheSame: isSameBytes });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  /** Everything but the positions. */
  const contentOf = (url: string) =>
    withStore(url, async (store) =>
      (await all(store.readAll())).map(({ stream, revision, id, type, data, metadata }) =>
        [stream, revision, id, type, data.toString('hex'), metadata.toString('hex')].join(' '),
      ),
    );

  beforeAll(async () => {
    [home, source, target, double] = await Promise.all([
      TemporaryHome.make(),
      createTestDatabase(),
      createTestDatabase(),
      startDouble(),
    ]);
    viaUrl = `${double.url}&ledger=copied`;
    await withStore(source.url, (store) =>
      store.appendMany(Array.from({ length: EVENTS }, (_, n) => to(`customer-${(n * n) % 101}`, 'any'))),
    );
  });
  afterAll(async () => {
    await Promise.all([home?.remove(), source?.drop(), target?.drop(), double?.stop()]);
  });

  it('goes from PostgreSQL to EventStoreDB, killed in the middle and begun again, and back', async () => {
    const killed = startRapport(['log', 'copy', '--from', source.url, '--to', viaUrl], { home: home.path });
    await killed.until(() => double.log.events.length > EVENTS / 5);
    await killed.end('SIGKILL');
    const there = double.log.events.filter(({ stream }) => stream.startsWith('copied:')).length;
    expect(there).toBeLessThan(EVENTS);

    const on = await copy(source.url, viaUrl);
    expect(on).toMatchObject({ code: 0, answer: { events: EVENTS, equal: true } });
    expect(on.answer.copied).toBeLessThanOrEqual(EVENTS - there);
    expect(on.answer.copied).toBeGreaterThan(0);
    expect(on.answer.digest.from).toBe(on.answer.digest.to);

    const back = await copy(viaUrl, target.url);
    expect(back).toMatchObject({ code: 0, answer: { events: EVENTS, copied: EVENTS, digest: on.answer.digest } });
    expect(await contentOf(target.url)).toEqual(await contentOf(source.url));

    const again = await copy(source.url, target.url);
    expect(again).toMatchObject({ code: 0, answer: { events: EVENTS, copied: 0, equal: true } });
  });

  it('copies what has come since, and nothing twice', async () => {
    await withStore(source.url, (store) => store.append(to('customer-new', 'none', anEvent(), anEvent())));
    const { code, answer } = await copy(source.url, viaUrl);
    expect({ code, ...answer }).toMatchObject({ code: 0, events: EVENTS + 2, copied: 2, equal: true });
  });

  it('refuses a target that is no beginning of the source', async () => {
    const other = `${double.url}&ledger=other-${randomUUID()}`;
    await withStore(other, (store) => store.append(to('customer-0', 'none')));
    const refused = await rapport(['log', 'copy', '--from', source.url, '--to', other], { home: home.path });
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('the target is no copy of the source: at event 1');

    await withStore(target.url, (store) => store.append(to('customer-more', 'none')));
    const longer = await rapport(['log', 'copy', '--from', viaUrl, '--to', target.url], { home: home.path });
    expect(longer.code).toBe(1);
    expect(longer.stderr).toContain(`at event ${EVENTS + 1}`);
  });

  it.each([
    ['the same log twice', () => [source.url, source.url]],
    ['a log of no engine', () => [source.url, 'mysql://localhost/x']],
    ['a slip in the URL', () => [source.url, 'esdb://localhost?legder=x']],
  ])('refuses %s as wrong usage', async (_, urls) => {
    const [from, into] = urls();
    const { code, stderr } = await rapport(['log', 'copy', '--from', from!, '--to', into!], { home: home.path });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^rapport: /);
  });
});
