import type { RowKey } from '../fold/row.js';
import { textListLiteral } from '../tables/column-text.js';
import type { Statements } from '../tables/table-rows.js';
import { PARKED_TABLE } from './parked-rows.js';

/** An event that is to be tried again, and what it has held back since it was left out. */
export interface LeftOutRecord {
  position: bigint;
  stream: string;
  keys: readonly RowKey[];
  wholeStream: boolean;
}

const READ_SQL = `select position, stream, keys, whole_stream from ${PARKED_TABLE}
  where projection = $1 and status <> 'skipped' and position > $2::bigint
  order by position limit $3::bigint`;

const READ_OF_STREAMS_SQL = `select position, stream, keys, whole_stream from ${PARKED_TABLE}
  where projection = $1 and status <> 'skipped' and stream = any($2::text[])
  order by position`;

/** The next ones behind a position. */
export async function readLeftOut(
  statements: Statements,
  projection: string,
  { after, limit }: { after: bigint; limit: number },
): Promise<LeftOutRecord[]> {
  const rows = await statements.query('parked:left-out', READ_SQL, [projection, `${after}`, `${limit}`]);
  return rows.map(recordOf);
}

/** All of these streams, in the order of the log. */
export async function readLeftOutOfStreams(
  statements: Statements,
  projection: string,
  streams: readonly string[],
): Promise<LeftOutRecord[]> {
  const values = [projection, textListLiteral(streams)];
  return (await statements.query('parked:left-out-of-streams', READ_OF_STREAMS_SQL, values)).map(recordOf);
}

function recordOf([position, stream, keys, wholeStream]: readonly (string | null)[]): LeftOutRecord {
  return {
    position: BigInt(position!),
    stream: stream!,
    keys: JSON.parse(keys!) as RowKey[],
    wholeStream: wholeStream === 't',
  };
}
