import { type BenchOptions } from './bench-options.js';
import { type Figure, median } from './figure.js';
import { eventsOf, withGeneratedLedger } from './support/generated-ledger.js';
import { exponentOf } from './support/growth.js';
import { type Measured, measuredProcess, rebuildIn } from './support/measured-process.js';
import { round } from './support/rate.js';
import { spreadOf } from './support/spread.js';

const ROUNDS = 3;

/**
 * Rebuilding every projection, from the request to the tables in place, against a bare loop over the same log that
 * parses every event and counts by customer. Each side is a process of its own, which tells the most memory it had; they
 * take turns. With `sizes` on one log after the other: then by which exponent the time of a rebuild grows with the log.
 */
export async function rebuild(serverUrl: string, options: BenchOptions): Promise<Figure> {
  const { sizes = [eventsOf(options)] } = options;
  const measured = [];
  for (const events of sizes) measured.push(await measure(serverUrl, events));
  const largest = measured.at(-1)!;
  const points = measured.map(({ events, rebuildSeconds }) => ({ x: events, y: rebuildSeconds.median }));
  return {
    name: 'rebuild',
    unit: 'events/s',
    ...largest,
    ...(measured.length > 1 ? { exponent: round(exponentOf(points), 3), sizes: measured } : {}),
  };
}

function measure(serverUrl: string, events: number) {
  return withGeneratedLedger(serverUrl, events, async (url) => {
    // The first one warms up, and finds no live tables to retire.
    const first = await rebuildIn(url);
    const loops: Measured[] = [];
    const rebuilds: Measured[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      loops.push(await measuredProcess('bare-loop.js', [url]));
      rebuilds.push(await rebuildIn(url));
    }
    const ratios = rebuilds.map((rebuilt, at) => rateOf(rebuilt) / rateOf(loops[at]!));
    return {
      value: Math.round(median(rebuilds.map(rateOf))),
      baseline: Math.round(median(loops.map(rateOf))),
      ratio: round(median(ratios), 3),
      events,
      ratios: spreadOf(ratios, 3),
      rebuildSeconds: spreadOf(rebuilds.map(({ seconds }) => seconds)),
      loopSeconds: spreadOf(loops.map(({ seconds }) => seconds)),
      peakMemoryMb: { rebuild: peakOf(rebuilds), loop: peakOf(loops) },
      rounds: { first, rebuilds, loops },
    };
  });
}

function rateOf({ events, seconds }: Measured): number {
  return events / seconds;
}

function peakOf(measured: readonly Measured[]): number {
  return Math.max(...measured.map(({ peakMemoryMb }) => peakMemoryMb));
}
