import type { Migration } from './migration.js';

/**
 * The log itself. Bytes are kept as they came, positions are handed out under the head's lock, and the database itself
 * refuses to change an event.
 */
export const eventLog: Migration = {
  number: 1,
  name: 'event log',
  sql: `
    CREATE TABLE log.head (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      position bigint NOT NULL
    ) WITH (fillfactor = 10);
    INSERT INTO log.head (position) VALUES (0);

    CREATE TABLE log.event (
      position bigint PRIMARY KEY CHECK (position > 0),
      revision integer NOT NULL CHECK (revision >= 0),
      event_id uuid NOT NULL,
      stream text COLLATE "C" NOT NULL,
      type text COLLATE "C" NOT NULL,
      data bytea NOT NULL,
      metadata bytea NOT NULL,
      CONSTRAINT event_id_once UNIQUE (event_id),
      CONSTRAINT stream_revision_once UNIQUE (stream, revision)
    );

    CREATE FUNCTION log.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
      RAISE EXCEPTION '% refused: events are never changed or deleted; record another event that corrects it', TG_OP
        USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
    END
    $body$;
    CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON log.event
      FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
    ALTER TABLE log.event ENABLE ALWAYS TRIGGER immutable;

    CREATE VIEW log.event_json AS
      SELECT position, stream, revision, event_id, type,
             (metadata ->> 'occurredAt')::timestamptz AS occurred_at,
             (metadata ->> 'recordedAt')::timestamptz AS recorded_at,
             data, metadata
      FROM (
        SELECT position, stream, revision, event_id, type,
               convert_from(data, 'UTF8')::jsonb AS data,
               convert_from(metadata, 'UTF8')::jsonb AS metadata
        FROM log.event
      ) AS event;

    COMMENT ON TABLE log.event IS 'The events as they were recorded, byte for byte. Never changed, never deleted.';
    COMMENT ON VIEW log.event_json IS 'The events for people who write SQL: bodies and metadata as jsonb.';
  `,
};
