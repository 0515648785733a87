import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Installs Stryker beside this file where it is not there, and runs it on the checkout with whatever options are given. */
const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const stryker = `${here}node_modules/@stryker-mutator/core/bin/stryker.js`;

let status = existsSync(stryker) ? 0 : run('npm', ['ci', '--no-audit', '--no-fund'], here);
if (status === 0) {
  status = run(process.execPath, [stryker, 'run', 'test/mutation/stryker.config.mjs', ...process.argv.slice(2)], root);
}
process.exitCode = status;

function run(command, args, cwd) {
  const { status: code, error } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (error) throw error;
  return code ?? 1;
}
