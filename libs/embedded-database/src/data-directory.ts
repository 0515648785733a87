import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Binaries } from './binaries.js';
import { EmbeddedDatabaseFailed } from './embedded-database-failed.js';
import type { ServerAccount } from './server-account.js';
import { serverEnvironment } from './server-environment.js';

/** The superuser inside the database. */
export const superuser = 'rapport';

export function isInitialised(data: string): boolean {
  return existsSync(join(data, 'PG_VERSION'));
}

/**
 * Makes the data directory, whole or not at all: it is prepared under another name, so that one left half-made by a
 * crash is never taken for a database.
 */
export async function initialise(
  data: string,
  password: string,
  binaries: Binaries,
  account: ServerAccount,
): Promise<void> {
  removeUnfinished(data);
  const draft = `${data}.new-${randomUUID()}`;
  const passwordFile = `${draft}.password`;
  try {
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    account.give(passwordFile);
    mkdirSync(draft, { mode: 0o700 });
    account.give(draft);
    await runInitdb(draft, passwordFile, binaries, account);
    renameSync(draft, data);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

async function runInitdb(
  folder: string,
  passwordFile: string,
  binaries: Binaries,
  account: ServerAccount,
): Promise<void> {
  const { command, args, ids } = account.invocation(binaries.initdb, [
    `--pgdata=${folder}`,
    `--pwfile=${passwordFile}`,
    `--username=${superuser}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorted the same on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]);
  const initdb = spawn(command, args, {
    ...ids,
    cwd: '/',
    env: serverEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => initdb.once('error', reject).once('close', resolve));
  const [code, said] = await Promise.all([ended, text(initdb.stderr)]);
  if (code !== 0) throw new EmbeddedDatabaseFailed(`PostgreSQL's initdb failed: ${said.trim()}`);
}

function removeUnfinished(data: string): void {
  const folder = dirname(data);
  const unfinished = readdirSync(folder).filter((name) => name.startsWith(`${basename(data)}.new-`));
  for (const name of unfinished) rmSync(join(folder, name), { recursive: true, force: true });
}
