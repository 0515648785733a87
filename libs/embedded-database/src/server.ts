import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { EmbeddedDatabaseFailed } from './embedded-database-failed.js';
import { freePort } from './free-port.js';
import type { Home } from './home.js';
import { endOrphans, send, untilGone } from './orphans.js';
import { disarmStaleNote, runningServer, type RunningServer } from './postmaster-file.js';
import type { ServerAccount } from './server-account.js';
import { serverEnvironment } from './server-environment.js';
import { openServerLog, tailOfServerLog } from './server-log.js';
import { serverSettings } from './server-settings.js';

export interface StartOptions {
  home: Home;
  binaries: Binaries;
  account: ServerAccount;
  settings: Record<string, string>;
  /** How long the server may take to come up, crash recovery included. */
  timeoutMs: number;
}

/**
 * Starts a server on an initialised data directory that none runs on, and waits until it answers on its port (it may
 * still be recovering from a crash then). Detached from this process: it runs on whatever becomes of this one.
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { home } = options;
  await endOrphans(home.data);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(attempt === 1 ? home.port() : undefined);
    disarmStaleNote(home.data);
    const outcome = await launch(port, options);
    if ('pid' in outcome) {
      home.keepPort(port);
      return outcome;
    }
    // Somebody else may have taken the port since it was found free.
    const again = attempt < 5 && outcome.said.includes('could not bind');
    if (!again) throw new EmbeddedDatabaseFailed(`PostgreSQL did not start; ${home.log} ends with:\n${outcome.said}`);
  }
}

/** Ends a server in good order: connections are cut, and what was committed is on disk already. */
export async function stopServer(server: RunningServer, timeoutMs: number): Promise<void> {
  send('SIGINT', server.pid);
  if (await untilGone([server.pid], timeoutMs)) return;
  // Leaves crash recovery to the next start, which loses nothing.
  send('SIGQUIT', server.pid);
  if (await untilGone([server.pid], 10_000)) return;
  throw new EmbeddedDatabaseFailed(`PostgreSQL (process ${server.pid}) does not stop`);
}

async function launch(port: number, options: StartOptions): Promise<RunningServer | { said: string }> {
  const { home, binaries, account, timeoutMs } = options;
  const settings = { ...serverSettings(), ...options.settings, port: String(port) };
  const { command, args, ids } = account.invocation(binaries.postgres, [
    '-D',
    home.data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  const log = openServerLog(home.log);
  home.own(home.log);
  const child = spawn(command, args, {
    ...ids,
    cwd: '/',
    detached: true,
    env: serverEnvironment(),
    stdio: ['ignore', log.descriptor, log.descriptor],
  });
  closeSync(log.descriptor);
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  child.unref();

  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const server = runningServer(home.data);
    if (server?.listening) return server;
    if (failure !== undefined) return { said: failure.message };
    if (child.exitCode !== null || child.signalCode !== null) return { said: tailOfServerLog(home.log, log.from) };
    if (Date.now() > deadline) {
      child.kill('SIGQUIT');
      return { said: `${tailOfServerLog(home.log, log.from)}\n(no answer in ${timeoutMs} ms)` };
    }
    await sleep(10);
  }
}
