import { Cluster } from './cluster/cluster.js';
import { History } from './client/history.js';
import { Episode, type EpisodeResult } from './episode.js';
import type { FaultsOptions } from './options.js';
import { makePlan } from './plan/make-plan.js';
import type { RunReport } from './report.js';

/** So many seeds share a cluster: it takes seconds to start, and the log that is folded anew for each grows. */
const SEEDS_ON_A_CLUSTER = 10;

/** A cluster and what clients know of it. */
interface Ground {
  cluster: Cluster;
  history: History;
  episodes: number;
}

/** Runs seed after seed; a seed that fails ends its cluster, so that the next ones begin on sound ground. */
export async function runSeeds(options: FaultsOptions, onEpisode: (result: EpisodeResult) => void): Promise<RunReport> {
  const beganAtMs = performance.now();
  const report: RunReport = {
    processes: options.processes.map(({ name }) => name),
    withoutDisks: undefined,
    timesWithoutSpace: 0,
    watched: [],
    restarts: 0,
    episodes: [],
    seconds: 0,
    kept: {},
  };
  let ground: Ground | undefined;
  for (const seed of options.seeds) {
    if (performance.now() - beganAtMs > options.minutes * 60_000) break;
    ground ??= { cluster: await Cluster.start(options.processes), history: new History(), episodes: 0 };
    const result = await runSeed(seed, ground);
    ground.episodes += 1;
    const failed = result.failures.length > 0;
    if (failed || ground.episodes === SEEDS_ON_A_CLUSTER) {
      await leave(ground, report, result, failed && options.keep);
      ground = undefined;
    }
    report.episodes.push(result);
    onEpisode(result);
  }
  const last = report.episodes.at(-1);
  if (ground && last) await leave(ground, report, last, false);
  report.seconds = Math.round((performance.now() - beganAtMs) / 100) / 10;
  return report;
}

/** What keeps an episode from being carried out at all is a failure of it like any other. */
async function runSeed(seed: number, { cluster, history }: Ground): Promise<EpisodeResult> {
  try {
    return await new Episode(makePlan(seed), cluster, history).run();
  } catch (error) {
    const failure = `the episode could not be carried out: ${String((error as Error).stack ?? error)}`;
    const nothing = { acknowledged: 0, refused: 0, stored: 0, repeated: 0, faults: {}, unanswered: {}, seconds: 0 };
    return { seed, ...nothing, failures: [failure] };
  }
}

/** Stops the cluster, which is the last thing it can fail at: `last` is told of that. */
async function leave({ cluster }: Ground, report: RunReport, last: EpisodeResult, keep: boolean): Promise<void> {
  report.withoutDisks = cluster.database.withoutDisks;
  report.timesWithoutSpace += cluster.database.timesWithoutSpace();
  report.watched = [...cluster.watched];
  for (const { restarts } of cluster.processes) report.restarts += restarts;
  const slow = await cluster.stop({ keep });
  if (slow.length > 0) last.failures.push(`did not stop when asked to: ${slow.join(', ')}`);
  if (keep) report.kept[last.seed] = cluster.home;
}
