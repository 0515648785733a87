import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

export interface TestDatabase {
  url: string;
  /** Removes it, cutting whatever connections there are. */
  drop(): Promise<void>;
}

/** A new, empty database of the test's own on the run's server. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['RAPPORT_TEST_DATABASE_URL'];
  if (!server) throw new Error('RAPPORT_TEST_DATABASE_URL is not set: run tests by npm run -s jest, which sets it');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // template0, because nobody can be connected to it, and a template in use cannot be copied.
  await execute(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
