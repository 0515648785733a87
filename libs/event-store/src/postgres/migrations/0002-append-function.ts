import type { Migration } from './migration.js';

/**
 * The one way into the log: a batch of appends in one call, all of them judged and the accepted ones stored.
 *
 * It must stay VOLATILE and its first statement must take the head's lock: only the statements after it then see what
 * the previous holder of the lock has stored. One statement that both locks and reads would judge by an old snapshot.
 *
 * Per append: its stream and what it expects (a revision, -1 none, -2 exists, -3 any). Per event: the number of its
 * append, how many events of this batch come before it in its stream, and itself. The caller sees to it that no event
 * id stands twice in a batch and that an append which expects something is the first of its stream.
 *
 * Answers with the head before the batch and, per append, its stream's revision before the batch (-1 for none) and an
 * outcome: 0 stored, 1 an event of it is in the log already, 2 the stream is not at the expected revision.
 */
export const appendFunction: Migration = {
  number: 2,
  name: 'append function',
  sql: `
    CREATE FUNCTION log.append(
      streams text[], expected integer[],
      append_numbers integer[], places integer[],
      event_streams text[], event_ids uuid[], types text[], data bytea[], metadata bytea[],
      OUT head bigint, OUT outcomes integer[], OUT revisions integer[]
    ) LANGUAGE plpgsql VOLATILE
    -- Plans are made once per connection, perhaps on an empty table: they must not prefer to scan it whole.
    SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
    AS $body$
    DECLARE
      offered integer := cardinality(event_ids);
      any_known boolean;
      slots integer[];
      stored bigint;
    BEGIN
      -- This takes the lock. The head moves as if all were stored; where they are not, it is put right below.
      UPDATE log.head AS h SET position = h.position + offered RETURNING h.position - offered INTO STRICT head;

      SELECT array_agg(CASE
               WHEN a.expected = -3 OR a.expected = c.revision OR (a.expected = -2 AND c.revision >= 0) THEN 0
               ELSE 2
             END ORDER BY a.n),
             array_agg(c.revision ORDER BY a.n),
             EXISTS (SELECT FROM log.event AS e WHERE e.event_id = ANY (event_ids))
      INTO STRICT outcomes, revisions, any_known
      FROM unnest(streams, expected) WITH ORDINALITY AS a (stream, expected, n)
      CROSS JOIN LATERAL (
        SELECT coalesce((
          SELECT e.revision FROM log.event AS e
          WHERE e.stream = a.stream COLLATE "C" ORDER BY e.revision DESC LIMIT 1
        ), -1) AS revision
      ) AS c;

      IF any_known THEN
        SELECT array_agg(CASE WHEN k.append_number IS NULL THEN o.outcome ELSE 1 END ORDER BY o.n)
        INTO STRICT outcomes
        FROM unnest(outcomes) WITH ORDINALITY AS o (outcome, n)
        LEFT JOIN (
          SELECT DISTINCT i.append_number
          FROM unnest(append_numbers, event_ids) AS i (append_number, event_id)
          WHERE EXISTS (SELECT FROM log.event AS e WHERE e.event_id = i.event_id)
        ) AS k ON k.append_number = o.n;
      END IF;

      -- Only where something is left out do the others have to move up.
      IF 1 = ANY (outcomes) OR 2 = ANY (outcomes) THEN
        SELECT array_agg(CASE WHEN o.taken THEN o.slot END ORDER BY o.n), array_agg(o.place ORDER BY o.n)
        INTO STRICT slots, places
        FROM (
          SELECT p.n, p.taken,
                 count(*) FILTER (WHERE p.taken) OVER (ORDER BY p.n) AS slot,
                 count(*) FILTER (WHERE p.taken) OVER (PARTITION BY p.stream ORDER BY p.n) - 1 AS place
          FROM (
            SELECT q.n, q.stream, outcomes[q.append_number] = 0 AS taken
            FROM unnest(append_numbers, event_streams) WITH ORDINALITY AS q (append_number, stream, n)
          ) AS p
        ) AS o;
      END IF;

      INSERT INTO log.event (position, revision, event_id, stream, type, data, metadata)
      SELECT head + coalesce(o.slot, o.n), revisions[o.append_number] + 1 + o.place,
             o.event_id, o.stream, o.type, o.data, o.metadata
      FROM unnest(append_numbers, places, slots, event_streams, event_ids, types, append.data, append.metadata)
           WITH ORDINALITY AS o (append_number, place, slot, stream, event_id, type, data, metadata, n)
      WHERE outcomes[o.append_number] = 0;
      GET DIAGNOSTICS stored = ROW_COUNT;

      IF stored < offered THEN
        UPDATE log.head AS h SET position = append.head + stored;
      END IF;
      IF stored > 0 THEN
        PERFORM pg_notify('rapport_log', (head + stored)::text);
      END IF;
    END
    $body$;
  `,
};
