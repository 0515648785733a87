import { readFileSync, readdirSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second, for whoever asks through /proc. */
const TICKS_PER_SECOND = 100;

/** Seconds of processor time, user and system, that this process has used so far; 0 when it is gone. */
export function processorSeconds(pid: number): number {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === undefined) return 0;
  // Behind the name, which may hold anything: state is field 3, utime 14, stime 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Processes of PostgreSQL, whoever their client is. */
export function postgresPids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readIfThere(`/proc/${pid}/comm`)?.startsWith('postgres'))
    .map(Number);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
