import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Reads what there is until the harness that writes it is gone. If it did not say `done`, its processes and its
 * PostgreSQL are ended, its small disks unmounted, its folder removed.
 */
const [home = ''] = process.argv.slice(2);
const lines = (await text(process.stdin)).split('\n');
if (!lines.includes('done')) {
  for (const line of lines) {
    const [what, name] = line.split(' ');
    if (what === 'process' && isOurs(Number(name))) process.kill(Number(name), 'SIGKILL');
  }
  const note = join(home, 'postgres', 'postmaster.pid');
  if (existsSync(note)) {
    const postmaster = Number(readFileSync(note, 'utf8').split('\n')[0]);
    if (isOurs(postmaster)) process.kill(postmaster, 'SIGQUIT');
    await delay(1_000);
  }
  for (const name of readdirSync(home).filter((each) => each.endsWith('-disk'))) {
    spawnSync('umount', [join(home, name)]);
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/** Numbers of processes are used again: only one that speaks of the folder, or was started in it, is the harness's. */
function isOurs(pid: number): boolean {
  try {
    const said = ['environ', 'cmdline'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8'));
    return said.some((words) => words.includes(home));
  } catch {
    // It is gone, or nothing can be known of it: then it is left alone.
    return false;
  }
}
