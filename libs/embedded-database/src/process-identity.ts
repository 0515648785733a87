import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { errorCode, ifThere } from './error-code.js';

/** A process, told apart from a later one that was given the same number. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, in the words of the operating system: only good for comparing. */
  startedAt: string;
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, startedAt: startOf(process.pid) ?? 'unknown' };
}

/** Whether that very process still runs. */
export function isRunning({ pid, startedAt }: ProcessIdentity): boolean {
  return startOf(pid) === startedAt;
}

/** Whether any process of that number runs. A zombie does not: nobody may ever collect it where nothing is init. */
export function isPidInUse(pid: number): boolean {
  return startOf(pid) !== undefined;
}

/** The words a process was started with, separated by blanks; undefined when there is no such process. */
export function commandLineOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return fromPs(pid, 'args');
  return ifThere(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim());
}

function startOf(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (process.platform !== 'linux') return signalReaches(pid) ? fromPs(pid, 'lstart') : undefined;
  const stat = ifThere(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === undefined) return undefined;
  // The name, in brackets, may itself hold blanks and brackets; state and the rest stand behind the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return `${bootId()}:${fields[19] ?? ''}`;
}

/** Start times count from the boot, so that only the two together name a moment. */
function bootId(): string {
  return ifThere(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()) ?? '';
}

function fromPs(pid: number, column: string): string | undefined {
  const answer = spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' });
  return answer.stdout?.trim() || undefined;
}

function signalReaches(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
