import type { ClientBase } from 'pg';
import type { StreamRange } from '#event-store';
import type { WorkStatements } from '#work';
import type { Verdict } from './verdict.js';

/** `streams`: customer by customer, written with COPY. `log`: in the order of the log, as the live projections do. */
export type RebuildWay = 'streams' | 'log';

export type RebuildPhase = 'loading' | 'indexing' | 'catching-up' | 'refused' | 'swapped';

/** How far a rebuild is, as the database knows it. */
export interface RebuildState {
  id: string;
  way: RebuildWay;
  /** What is loaded at first lies up to here. */
  bound: bigint;
  phase: RebuildPhase;
  /** What a comparison with the live tables came to. */
  verdict: Verdict | null;
  /** So far, or until it ended. */
  seconds: number;
}

interface StateRow extends Omit<RebuildState, 'bound'> {
  bound: string;
}

const READ_SQL = `
  select id, way, bound, phase, verdict,
    extract(epoch from coalesce(ended_at, clock_timestamp()) - began_at)::double precision as seconds
  from work.rebuild`;

const RANGES_SQL = `
  insert into work.rebuild_range (rebuild_id, n, from_stream, before_stream)
  select $1, n, from_stream, before_stream
  from unnest($2::text[], $3::text[]) with ordinality as given (from_stream, before_stream, n)`;

/** The rebuild under way, whosever it is. */
export async function readRebuild(statements: WorkStatements): Promise<RebuildState | undefined> {
  const [row] = await statements.query<StateRow>(READ_SQL);
  return row && { ...row, bound: BigInt(row.bound) };
}

export async function createRebuild(
  client: ClientBase,
  { id, way, bound }: Pick<RebuildState, 'id' | 'way' | 'bound'>,
  ranges: readonly StreamRange[],
): Promise<void> {
  await client.query('insert into work.rebuild (id, way, bound) values ($1, $2, $3)', [id, way, bound]);
  await client.query(RANGES_SQL, [id, ranges.map(({ from }) => from), ranges.map(({ before }) => before ?? null)]);
}

export async function setPhase(client: ClientBase, id: string, phase: RebuildPhase): Promise<void> {
  const isOver = phase === 'refused' || phase === 'swapped';
  await client.query(
    `update work.rebuild set phase = $2, ended_at = case when $3 then clock_timestamp() end where id = $1`,
    [id, phase, isOver],
  );
}

export async function setVerdict(client: ClientBase, id: string, verdict: Verdict): Promise<void> {
  await client.query('update work.rebuild set verdict = $2 where id = $1', [id, JSON.stringify(verdict)]);
}

/** Whether there was one of that id. */
export async function forgetRebuild(client: ClientBase, id: string): Promise<boolean> {
  return (await client.query('delete from work.rebuild where id = $1', [id])).rowCount === 1;
}

/** What loading has come to: milliseconds are those of all threads together. */
export interface RangeFigures {
  ranges: number;
  rangesDone: number;
  events: number;
  readingMs: number;
  foldingMs: number;
  writingMs: number;
}

const FIGURES_SQL = `
  select count(*)::integer as ranges, (count(*) filter (where done))::integer as "rangesDone",
    coalesce(sum(events), 0)::double precision as events,
    coalesce(sum(reading_ms), 0) as "readingMs", coalesce(sum(folding_ms), 0) as "foldingMs",
    coalesce(sum(writing_ms), 0) as "writingMs"
  from work.rebuild_range where rebuild_id = $1`;

export async function readRangeFigures(statements: WorkStatements, id: string): Promise<RangeFigures> {
  const [figures] = await statements.query<RangeFigures & Record<string, unknown>>(FIGURES_SQL, [id]);
  return figures!;
}
