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
  seeds: number[];
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
    unstopped: [],
    kept: {},
  };
  let ground: Ground | undefined;
  for (const seed of options.seeds) {
    if (performance.now() - beganAtMs > options.minutes * 60_000) break;
    ground ??= { cluster: await Cluster.start(options.processes), history: new History(), seeds: [] };
    const result = await runSeed(seed, ground);
    report.episodes.push(result);
    onEpisode(result);
    ground.seeds.push(seed);
    const failed = result.failures.length > 0;
    if (failed || ground.seeds.length === SEEDS_ON_A_CLUSTER) {
      await leave(ground, report, failed, options.keep);
      ground = undefined;
    }
  }
  if (ground) await leave(ground, report, false, options.keep);
  report.seconds = Math.round((performance.now() - beganAtMs) / 100) / 10;
  return report;
}

/** What keeps an episode from being carried out at all is a failure of it like any other. */
async function runSeed(seed: number, { cluster, history }: Ground): Promise<EpisodeResult> {
  try {
    return await new Episode(makePlan(seed), cluster, history).run();
  } catch (error) {
    const failure = `the episode could not be carried out: ${String((error as Error).stack ?? error)}`;
    const nothing = { acknowledged: 0, refused: 0, stored: 0, repeated: 0, rebuilds: 0 };
    const none = { faults: {}, unanswered: {}, seconds: 0 };
    return { seed, ...nothing, ...none, failures: [failure] };
  }
}

/** Stops the cluster, which is the last thing it can fail at. */
async function leave({ cluster, seeds }: Ground, report: RunReport, failed: boolean, keep: boolean): Promise<void> {
  report.withoutDisks = cluster.database.withoutDisks;
  report.timesWithoutSpace += cluster.database.timesWithoutSpace();
  report.watched = [...cluster.watched];
  for (const { restarts } of cluster.processes) report.restarts += restarts;
  const unstopped = await cluster.stopProcesses();
  for (const name of unstopped) report.unstopped.push({ process: name, seeds });
  const keeps = keep && (failed || unstopped.length > 0);
  await cluster.remove({ keep: keeps });
  if (keeps) report.kept[seeds.at(-1)!] = cluster.home;
}
