import { afterAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

describe('a test database', () => {
  const made: TestDatabase[] = [];
  afterAll(() => Promise.all(made.map((database) => database.drop())));

  it('is a database of its own, in UTF-8 and sorted by code point', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    made.push(one, other);
    expect(one.url).not.toBe(other.url);
    const client = new Client({ connectionString: one.url });
    await client.connect();
    const { rows } = await client.query(
      `SELECT pg_encoding_to_char(encoding) AS encoding, datlocale AS locale, 'Zoë' < 'a' AS "byCodePoint"
         FROM pg_database WHERE datname = current_database()`,
    );
    await client.end();
    expect(rows).toEqual([{ encoding: 'UTF8', locale: 'C.UTF-8', byCodePoint: true }]);
  });

  it('goes away even while somebody is connected', async () => {
    const database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    const cut = new Promise((resolve) => client.on('error', resolve));
    await client.connect();
    await database.drop();
    await expect(cut).resolves.toMatchObject({ code: '57P01' });
  });
});
