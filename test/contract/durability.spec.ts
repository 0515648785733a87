import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EmbeddedDatabase } from '#embedded-database';
import { PostgresEventStore } from '#event-store';
import { createTestDatabase } from '../support/database.js';
import { all, anEvent, to } from './event-store/events.js';
import { sameBody } from './event-store-contract.js';

const APPENDER = fileURLToPath(new URL('durability/append-without-end.mjs', import.meta.url));

const open = (connectionString: string) => PostgresEventStore.open({ connectionString, saysTheSame: sameBody });

describe('acknowledged events', () => {
  it('survive kill -9 of the process, each of them once', async () => {
    const database = await createTestDatabase();
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const killed = acknowledged.length + 300;
      const appender = spawn(process.execPath, [APPENDER, database.url], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = once(appender, 'close');
      let output = '';
      appender.stdout.setEncoding('utf8').on('data', (text: string) => {
        const lines = (output + text).split('\n');
        output = lines.pop()!;
        acknowledged.push(...lines);
        if (acknowledged.length >= killed) appender.kill('SIGKILL');
      });
      await ended;
    }
    const store = await open(database.url);
    const log = await all(store.readAll());
    expect(log.map((event) => event.position)).toEqual(log.map((_, n) => BigInt(n + 1)));
    const stored = new Set(log.map((event) => `${event.id} ${event.position}`));
    expect(stored.size).toBe(log.length);
    expect(acknowledged.length).toBeGreaterThanOrEqual(900);
    expect(acknowledged.filter((line) => !stored.has(line))).toEqual([]);
    await store.close();
    await database.drop();
  });

  describe('with a PostgreSQL of their own', () => {
    let home: string;
    let database: EmbeddedDatabase;

    beforeAll(async () => {
      home = await mkdtemp(join(tmpdir(), 'rapport-durability-'));
      database = await EmbeddedDatabase.acquire({ home });
    });

    afterAll(async () => {
      await database.release();
      await rm(home, { recursive: true, force: true });
    });

    it('survive its kill -9; appends ride it out, and a subscription goes on with nothing lost or doubled', async () => {
      const writer = await open(database.url);
      const reader = await open(database.url);
      const acknowledged: string[] = [];
      const seen: string[] = [];
      let writing = true;
      const abort = new AbortController();
      const following = (async () => {
        for await (const batch of reader.subscribe({ after: 0n, batchSize: 20, signal: abort.signal })) {
          seen.push(...batch.map((event) => `${event.id} ${event.position}`));
        }
      })();
      const callers = Array.from({ length: 16 }, async (_, caller) => {
        while (writing) {
          const event = anEvent();
          const answer = await writer.append(to(`s-${caller}`, 'any', event));
          expect(answer.duplicate).toBe(false);
          acknowledged.push(`${event.id} ${answer.position}`);
        }
      });
      try {
        for (let round = 0; round < 2; round += 1) {
          const before = acknowledged.length;
          while (acknowledged.length < before + 300) await sleep(5);
          process.kill(database.pid, 'SIGKILL');
          // A killed process takes a moment to be gone.
          while (!(await database.revive())) await sleep(20);
        }
        const last = acknowledged.length;
        while (acknowledged.length < last + 300) await sleep(5);
      } finally {
        writing = false;
        await Promise.all(callers);
      }

      const log = await all(writer.readAll());
      const stored = log.map((event) => `${event.id} ${event.position}`);
      expect(log.map((event) => event.position)).toEqual(log.map((_, n) => BigInt(n + 1)));
      expect([...acknowledged].sort()).toEqual([...stored].sort());
      while (seen.length < stored.length) await sleep(10);
      abort.abort();
      await following;
      expect(seen).toEqual(stored);
      await Promise.all([writer.close(), reader.close()]);
    });
  });
});
