import type { ClientBase } from 'pg';

/** Names of streams between which there are about so many events, in order. */
export async function splitStreams(client: ClientBase, events: number): Promise<string[]> {
  const { rows } = await client.query<{ stream: string }>(
    `SELECT DISTINCT stream FROM (
       SELECT stream, row_number() OVER (ORDER BY stream, revision) AS n FROM log.event
     ) AS numbered
     WHERE n % $1 = 0 ORDER BY stream`,
    [events],
  );
  return rows.map(({ stream }) => stream);
}
