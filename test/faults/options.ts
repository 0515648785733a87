import { parseArgs } from 'node:util';
import { type ProcessKind, processesOf, usualProcesses } from './cluster/process-kind.js';

export interface FaultsOptions {
  /** The seeds to run, in their order; it may have no end. */
  seeds: Iterable<number>;
  /** No episode begins after so many minutes. */
  minutes: number;
  processes: readonly ProcessKind[];
  /** Whether the data of a seed that fails is kept. */
  keep: boolean;
  json: boolean;
  /** Print the plans, and run nothing. */
  planOnly: boolean;
}

export const USAGE = `usage: npm run -s test:faults -- [options]
  --seeds N         as many seeds, one after the other; 20 without it and without --minutes
  --minutes M       seeds until so many minutes have gone by
  --from-seed S     the first one; drawn by chance without it
  --seed S,T,U      these and no others
  --processes LIST  for instance api:2,worker:2
  --keep            keep the data of a seed that fails, and say where
  --plan            print what the seeds would do, and run nothing
  --json            one document of everything, on standard output
`;

const USUAL_SEEDS = 20;

/** Undefined for what cannot be understood. `drawn` is the first seed when none is named. */
export function parseFaultsArguments(args: readonly string[], drawn: number): FaultsOptions | undefined {
  const values = valuesOf(args);
  if (!values) return undefined;
  const minutes = values.minutes === undefined ? Infinity : Number(values.minutes);
  const from = values['from-seed'] === undefined ? drawn : Number(values['from-seed']);
  const count = values.seeds === undefined ? (values.minutes === undefined ? USUAL_SEEDS : Infinity) : Number(values.seeds);
  const chosen = values.seed?.split(',').map(Number);
  const processes = values.processes === undefined ? usualProcesses() : processesOf(values.processes);
  const whole = [from, ...(count === Infinity ? [] : [count]), ...(chosen ?? [])];
  if (!processes || !(minutes > 0) || !(count > 0) || !whole.every((each) => Number.isSafeInteger(each) && each >= 0)) {
    return undefined;
  }
  return {
    seeds: chosen ?? seedsFrom(from, count),
    minutes,
    processes,
    keep: values.keep ?? false,
    json: values.json ?? false,
    planOnly: values.plan ?? false,
  };
}

function* seedsFrom(first: number, count: number): Generator<number> {
  for (let index = 0; index < count; index += 1) yield first + index;
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seeds: { type: 'string' },
        minutes: { type: 'string' },
        'from-seed': { type: 'string' },
        seed: { type: 'string' },
        processes: { type: 'string' },
        keep: { type: 'boolean' },
        plan: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
