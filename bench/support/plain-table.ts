import type { ClientBase } from 'pg';

/** A table with the columns and indexes of the event log and nothing else: what the log is measured against. */
export async function createPlainTable(client: ClientBase): Promise<void> {
  await client.query(`
    CREATE SCHEMA plain;
    CREATE SEQUENCE plain.position;
    CREATE TABLE plain.event (
      position bigint PRIMARY KEY DEFAULT nextval('plain.position'),
      revision integer NOT NULL,
      event_id uuid NOT NULL UNIQUE,
      stream text COLLATE "C" NOT NULL,
      type text COLLATE "C" NOT NULL,
      data bytea NOT NULL,
      metadata bytea NOT NULL,
      UNIQUE (stream, revision)
    )`);
}

export const INSERT_ROW = {
  name: 'insert-row',
  text: 'INSERT INTO plain.event (revision, event_id, stream, type, data, metadata) VALUES ($1, $2, $3, $4, $5, $6)',
};

export const COPY_ROWS = 'COPY plain.event (revision, event_id, stream, type, data, metadata) FROM STDIN';
