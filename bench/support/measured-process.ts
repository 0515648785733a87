import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a process measured of itself. */
export interface Measured {
  events: number;
  seconds: number;
  peakMemoryMb: number;
  /** Of a rebuild. */
  limitedBy?: string;
}

/** Runs a script of the benches to its end, on a database. Throws when it does not say what it measured. */
export async function measuredProcess(script: string, args: readonly string[]): Promise<Measured> {
  const child = fork(fileURLToPath(new URL(`../${script}`, import.meta.url)), args);
  let measured: Measured | undefined;
  child.on('message', (message) => (measured = message as Measured));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0 || !measured) throw new Error(`${script} ended with ${code}`);
  return measured;
}

/** Every projection, from the request to the tables in place. */
export function rebuildIn(databaseUrl: string, how: 'verify' | 'swap' = 'swap', names: readonly string[] = []) {
  return measuredProcess('rebuild-process.js', [databaseUrl, how, ...names]);
}
