import { CannotRun } from './say.mjs';

const needed = [20, 19];

/** Throws CannotRun for a Node that is too old, given its version (`20.19.0`). */
export function checkNodeVersion(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return;
  throw new CannotRun(`Node ${needed.join('.')} or newer is needed, this is ${version}: see https://nodejs.org`);
}
