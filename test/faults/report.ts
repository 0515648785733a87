import type { EpisodeResult } from './episode.js';

/** Everything that a run has found. */
export interface RunReport {
  /** The kinds of the processes that ran, in their order. */
  processes: string[];
  /** Why no disk was filled; undefined when disks were. */
  withoutDisks: string | undefined;
  /** How often PostgreSQL found no space. */
  timesWithoutSpace: number;
  /** Tables whose changes were looked at. */
  watched: string[];
  /** Processes started again. */
  restarts: number;
  episodes: EpisodeResult[];
  seconds: number;
  /** Processes that did not stop when they were asked to, and the seeds of their cluster. */
  unstopped: { process: string; seeds: readonly number[] }[];
  /** Where the data of seeds that failed is, by seed. */
  kept: Record<number, string>;
}

/** One seed in a line; what failed on lines of its own. */
export function episodeLine(result: EpisodeResult): string {
  const { seed, acknowledged, refused, stored, repeated, rebuilds, faults, unanswered, seconds, failures } = result;
  const parts = [
    `seed ${seed}`,
    `${acknowledged} acknowledged`,
    `${stored} stored`,
    `${repeated} repeated`,
    `${refused} refused`,
    ...(rebuilds > 0 ? [`${rebuilds} rebuilt`] : []),
    `faults: ${counts(faults)}`,
    `no answer: ${counts(unanswered)}`,
    `${seconds} s`,
    failures.length === 0 ? 'ok' : 'FAILED',
  ];
  return [parts.join(', '), ...failures.map((failure) => `  ${failure}`)].join('\n');
}

export function summaryText(report: RunReport): string {
  const { episodes, withoutDisks, timesWithoutSpace, watched, processes, restarts, unstopped, kept } = report;
  const failed = failedSeeds(report);
  const sum = (of: (result: EpisodeResult) => number): number => episodes.reduce((all, each) => all + of(each), 0);
  const lines = [
    `${episodes.length} seeds in ${Math.round(report.seconds)} s on ${processes.join(', ')}: ${failed.length} failed`,
    `${sum((each) => each.acknowledged)} facts acknowledged, ${sum((each) => each.stored)} events stored, ` +
      `${sum((each) => each.repeated)} answered again, ${sum((each) => each.refused)} refused, ` +
      `${sum((each) => each.rebuilds)} times rebuilt, ${restarts} processes started again`,
    `faults: ${counts(faultsOf(report))}`,
    withoutDisks === undefined
      ? `PostgreSQL found no space ${timesWithoutSpace} times`
      : `no disk was filled, because none can be mounted here: ${withoutDisks}`,
    `changes looked at: ${watched.join(', ')}`,
  ];
  for (const seed of failed) {
    lines.push(`seed ${seed} failed; to run it alone: npm run -s test:faults -- --seed ${seed}`);
  }
  for (const { process, seeds } of unstopped) {
    const again = `npm run -s test:faults -- --seed ${seeds.join(',')}`;
    lines.push(`${process} did not stop when it was asked to; to run its seeds again: ${again}`);
  }
  for (const [seed, folder] of Object.entries(kept)) lines.push(`the data of seed ${seed} is kept in ${folder}`);
  return lines.join('\n');
}

export function failedSeeds({ episodes }: RunReport): number[] {
  return episodes.filter(({ failures }) => failures.length > 0).map(({ seed }) => seed);
}

export function hasFailed(report: RunReport): boolean {
  return failedSeeds(report).length > 0 || report.unstopped.length > 0;
}

/** How often each kind struck in all. */
export function faultsOf({ episodes }: RunReport): Record<string, number> {
  const all: Record<string, number> = {};
  for (const { faults } of episodes) {
    for (const [kind, times] of Object.entries(faults)) all[kind] = (all[kind] ?? 0) + times;
  }
  return all;
}

function counts(of: Readonly<Record<string, number | undefined>>): string {
  const parts = Object.entries(of).map(([name, times]) => `${times} ${name}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}
