import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanUpAfterThisProcess } from './clean-up-watch.mjs';

const compiled = new URL('../../dist/libs/embedded-database/src/index.js', import.meta.url);

/**
 * Starts one PostgreSQL for the whole run, on a folder of its own, and tells the tests of it in
 * RAPPORT_TEST_DATABASE_URL. Where that is set already, the tests use what it names.
 */
export default async function globalSetup() {
  if (process.env.RAPPORT_TEST_DATABASE_URL) return;
  if (!existsSync(compiled)) {
    throw new Error('dist/ is not built, and the tests need its embedded database: run npm run build, or npm test');
  }
  const { EmbeddedDatabase } = await import(compiled.href);
  const home = await mkdtemp(join(tmpdir(), 'rapport-test-'));
  const watch = cleanUpAfterThisProcess(home);
  const database = await EmbeddedDatabase.acquire({
    home,
    settings: {
      // Nobody needs these databases after the machine has crashed. A killed process loses nothing all the same.
      fsync: 'off',
      full_page_writes: 'off',
      max_connections: '200',
      shared_buffers: '128MB',
    },
  });
  process.env.RAPPORT_TEST_DATABASE_URL = database.url;
  globalThis.rapportTestDatabase = { database, watch };
}
