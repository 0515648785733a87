import { Client } from 'pg';
import { MAX_EVENT_BYTES, PostgresEventStore } from '#event-store';
import { createTestDatabase } from '../support/database.js';
import { type ContractEngine, sameBody } from './event-store-contract.js';

const CODES: Readonly<Record<string, number>> = { none: -1, exists: -2, any: -3 };

/** Logs in PostgreSQL, each in a database of its own. */
export const postgresEngine: ContractEngine = {
  largestEvent: { data: MAX_EVENT_BYTES, metadata: MAX_EVENT_BYTES },
  async createLog() {
    const database = await createTestDatabase();
    const raw = new Client({ connectionString: database.url });
    await raw.connect();
    return {
      open: () => PostgresEventStore.open({ connectionString: database.url, saysTheSame: sameBody }),
      async cutConnections() {
        await raw.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`);
      },
      async holdAppend({ stream, expectedRevision, events }) {
        const code = typeof expectedRevision === 'number' ? expectedRevision : CODES[expectedRevision];
        await raw.query('BEGIN');
        await raw.query('SELECT log.append($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
          [stream],
          [code],
          events.map(() => 1),
          events.map((_, place) => place),
          events.map(() => stream),
          events.map((event) => event.id),
          events.map((event) => event.type),
          events.map((event) => event.data),
          events.map((event) => event.metadata),
        ]);
        return {
          commit: async () => void (await raw.query('COMMIT')),
          rollback: async () => void (await raw.query('ROLLBACK')),
        };
      },
      async drop() {
        await raw.end();
        await database.drop();
      },
    };
  },
};
