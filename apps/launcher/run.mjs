import { spawnSync } from 'node:child_process';
import { root } from './project.mjs';

/**
 * Runs a program in the checkout and answers its exit code. What it prints goes to standard error, which leaves
 * standard output to results, unless `toStdout`. It gets no standard input, so that nothing ever waits for an answer.
 */
export function run(command, args, { toStdout = false } = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', toStdout ? 1 : 2, 2],
  });
  if (error) throw error;
  return status ?? 1;
}

/** Runs an installed JavaScript program, given its path in the checkout. */
export function runNode(args, options) {
  return run(process.execPath, args, options);
}
