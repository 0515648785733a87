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
  const seeds = seedsOf(values, drawn);
  const minutes = Number(values.minutes ?? Infinity);
  const processes = values.processes === undefined ? usualProcesses() : processesOf(values.processes);
  if (!seeds || !processes || !(minutes > 0)) return undefined;
  const { keep = false, json = false, plan: planOnly = false } = values;
  return { seeds, minutes, processes, keep, json, planOnly };
}

type Values = NonNullable<ReturnType<typeof valuesOf>>;

function seedsOf(values: Values, drawn: number): Iterable<number> | undefined {
  const chosen = values.seed?.split(',').map(Number);
  if (chosen) return chosen.every(isSeed) ? chosen : undefined;
  const from = Number(values['from-seed'] ?? drawn);
  const count = Number(values.seeds ?? (values.minutes === undefined || values.plan ? USUAL_SEEDS : Infinity));
  return isSeed(from) && count > 0 ? seedsFrom(from, count) : undefined;
}

function isSeed(seed: number): boolean {
  return Number.isSafeInteger(seed) && seed >= 0;
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
    if ((error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')) return undefined;
    throw error;
  }
}
