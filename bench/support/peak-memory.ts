import { readFileSync } from 'node:fs';

/**
 * The most memory that this process has had at once, all its threads together, in MiB: what the kernel has seen itself,
 * so that no peak lies between two looks. (`resourceUsage().maxRSS` would count the process that started this one.)
 */
export function peakMemoryMb(): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (kibibytes === undefined) throw new Error('/proc/self/status does not tell the peak of resident memory');
  return Math.round(Number(kibibytes) / 1_024);
}
