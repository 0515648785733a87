import { existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { ifThere } from './error-code.js';

const keepBytes = 10 * 2 ** 20;

/** Opens the server's log for appending; one grown large is put aside first, as the one earlier log that is kept. */
export function openServerLog(path: string): { descriptor: number; from: number } {
  if (existsSync(path) && statSync(path).size > keepBytes) renameSync(path, `${path}.1`);
  const descriptor = openSync(path, 'a', 0o600);
  return { descriptor, from: statSync(path).size };
}

/** What the server has said since `from` (bytes into the log): the last lines of it. */
export function tailOfServerLog(path: string, from: number): string {
  const said = ifThere(() => readFileSync(path)) ?? Buffer.of();
  return said.subarray(from).toString('utf8').trim().split('\n').slice(-15).join('\n');
}
