import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root.js';

/** A kind of process that the harness runs. */
export interface ProcessKind {
  name: string;
  /** The program, below the checkout. */
  program: string;
  /** Whether clients may send it what they have. */
  takesRequests: boolean;
}

const API: ProcessKind = { name: 'api', program: 'dist/apps/api/src/main.js', takesRequests: true };
const WORKER: ProcessKind = { name: 'worker', program: 'dist/apps/worker/src/main.js', takesRequests: false };

/** The kinds that this checkout has. */
export function processKinds(): ProcessKind[] {
  return [API, WORKER].filter(({ program }) => existsSync(join(projectRoot(), program)));
}

/** As many as run when nothing else is asked for: APIs that derive themselves where there are no workers. */
export function usualProcesses(): ProcessKind[] {
  const hasWorkers = processKinds().includes(WORKER);
  return hasWorkers ? [API, API, WORKER, WORKER] : [API, API, API];
}

/**
 * From text such as `api:2,worker:2`; undefined when it cannot be understood, names what is not there, or has no API.
 */
export function processesOf(text: string): ProcessKind[] | undefined {
  const kinds = processKinds();
  const processes: ProcessKind[] = [];
  for (const part of text.split(',')) {
    const [, name, count] = /^([a-z]+):(\d+)$/.exec(part) ?? [];
    const kind = kinds.find((each) => each.name === name);
    if (!kind) return undefined;
    processes.push(...Array.from({ length: Number(count) }, () => kind));
  }
  return processes.some(({ takesRequests }) => takesRequests) ? processes : undefined;
}
