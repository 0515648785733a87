import type { LogEntry } from '../fold/log-entry.js';
import type { FoldOutcome, Touch } from '../fold/projection-fold.js';
import { RowSet } from '../fold/row-set.js';
import type { Row } from '../fold/row.js';
import { moveCheckpoints } from './checkpoints.js';
import { parkEvents } from './parked-events.js';
import type { ProjectionRun } from './projection-run.js';
import { isRefusalOfRows } from './refusal.js';
import type { RunnerSession } from './runner-session.js';
import { Transaction } from './transaction.js';

/** A stretch of the log: what lies behind `from` up to `to`, as far as it means something to those who apply it. */
export interface Stretch {
  entries: readonly LogEntry[];
  from: bigint;
  to: bigint;
}

/** Seconds spent on each projection, by its name. */
export type SecondsSpent = Map<string, number>;

/**
 * Brings projections of one schema that are all at its beginning over a stretch of the log: rows, events left out and checkpoints in one transaction.
 * When the database refuses a row, each projection goes on alone, down to the event at fault, which is parked. Throws
 * Fenced, or what may pass; every projection is then where its checkpoint says.
 */
export async function applyBatch(
  session: RunnerSession,
  runs: readonly ProjectionRun[],
  stretch: Stretch,
): Promise<SecondsSpent> {
  try {
    return await applyInOneTransaction(session, runs, stretch);
  } catch (error) {
    if (!isRefusalOfRows(error)) throw error;
  }
  const spent: SecondsSpent = new Map();
  for (const run of runs) {
    const started = performance.now();
    await applyNarrowing(session, run, stretch);
    spent.set(run.projection.name, (performance.now() - started) / 1_000);
  }
  return spent;
}

async function applyNarrowing(session: RunnerSession, run: ProjectionRun, stretch: Stretch): Promise<void> {
  try {
    await applyInOneTransaction(session, [run], stretch);
  } catch (error) {
    if (!isRefusalOfRows(error)) throw error;
    const { entries, from, to } = stretch;
    if (entries.length === 1) {
      await applyInOneTransaction(session, [run], stretch, { error });
      return;
    }
    const middle = entries.length >> 1;
    const half = entries[middle - 1]!.position;
    await applyNarrowing(session, run, { entries: entries.slice(0, middle), from, to: half });
    await applyNarrowing(session, run, { entries: entries.slice(middle), from: half, to });
  }
}

async function applyInOneTransaction(
  session: RunnerSession,
  runs: readonly ProjectionRun[],
  { entries, from, to }: Stretch,
  refusal?: { error: unknown },
): Promise<SecondsSpent> {
  const spent: SecondsSpent = new Map();
  const outcomes: FoldOutcome[] = [];
  const transaction = new Transaction(session);
  try {
    const { schema } = runs[0]!;
    const slots = runs.flatMap((run) => run.slots);
    const moved = transaction.watch(moveCheckpoints(transaction, schema, slots, from, to));
    const loading = runs.map((run) => startLoading(transaction, run, entries, refusal));
    await moved;
    for (const [index, { touches, loads, seconds }] of loading.entries()) {
      const started = performance.now();
      outcomes.push(foldAndWrite(transaction, runs[index]!, touches, await Promise.all(loads)));
      spent.set(runs[index]!.projection.name, seconds + (performance.now() - started) / 1_000);
    }
    await transaction.commit();
  } catch (error) {
    throw await transaction.abort(error);
  }
  for (const [index, { blocked }] of outcomes.entries()) runs[index]!.blocked.absorb(blocked);
  return spent;
}

interface Loading {
  touches: readonly Touch[];
  loads: readonly Promise<Map<string, Row>>[];
  seconds: number;
}

function startLoading(
  transaction: Transaction,
  { fold, tables, owns }: ProjectionRun,
  entries: readonly LogEntry[],
  refusal: { error: unknown } | undefined,
): Loading {
  const started = performance.now();
  const touches = fold.touches(entries, owns);
  if (refusal) for (const touch of touches) touch.failure ??= refusal;
  const loads = tables.map((table, index) => {
    const keys = new Set<string>();
    for (const touch of touches) if (!touch.failure) for (const key of touch.keys[index]!) keys.add(key);
    return transaction.watch(table.load(transaction, keys));
  });
  return { touches, loads, seconds: (performance.now() - started) / 1_000 };
}

function foldAndWrite(
  transaction: Transaction,
  { schema, projection, fold, tables, blocked }: ProjectionRun,
  touches: readonly Touch[],
  loaded: readonly Map<string, Row>[],
): FoldOutcome {
  const rows = loaded.map((ofTable) => new RowSet(ofTable));
  const outcome = fold.apply(touches, rows, blocked);
  for (const [index, table] of tables.entries()) void table.write(transaction, rows[index]!.changed.values());
  if (outcome.leftOut.length > 0)
    void transaction.watch(parkEvents(transaction, schema, projection.name, outcome.leftOut));
  return outcome;
}
