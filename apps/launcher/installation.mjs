import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './project.mjs';
import { run } from './run.mjs';
import { CannotRun, say } from './say.mjs';

/**
 * Whether what is installed is what the lockfile asks for. npm keeps a list of what it installed; packages for other
 * platforms are not on it.
 *
 * @param {{packages: Record<string, {version?: string, integrity?: string, optional?: boolean}>}} wanted
 * @param {typeof wanted | undefined} installed
 */
export function isInstalled(wanted, installed) {
  if (installed === undefined) return false;
  const same = (path) => {
    const [one, other] = [wanted.packages[path], installed.packages[path]];
    return one !== undefined && one.version === other?.version && one.integrity === other?.integrity;
  };
  const needed = Object.keys(wanted.packages).filter((path) => path !== '' && !wanted.packages[path].optional);
  return needed.every(same) && Object.keys(installed.packages).every(same);
}

export function installationIsCurrent() {
  return isInstalled(readJson('package-lock.json'), readJson('node_modules/.package-lock.json'));
}

/** Installs exactly what the lockfile says, the tools for building included. */
export function install() {
  say('installing dependencies (npm ci)');
  const [command, ...first] = npm();
  const status = run(command, [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) throw new CannotRun('npm ci failed; see its messages above');
}

/** The npm that started us where one did, because it need not be the one on the PATH. */
function npm() {
  const script = process.env.npm_execpath;
  const isNpm = script !== undefined && basename(script).startsWith('npm') && existsSync(script);
  return isNpm ? [process.execPath, script] : ['npm'];
}

function readJson(path) {
  const file = join(root, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
