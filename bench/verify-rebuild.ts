import type { BenchOptions } from './bench-options.js';
import { type Figure, median } from './figure.js';
import { eventsOf, withGeneratedLedger } from './support/generated-ledger.js';
import { type Measured, rebuildIn } from './support/measured-process.js';
import { round } from './support/rate.js';
import { spreadOf } from './support/spread.js';

const ROUNDS = 3;

/**
 * What it costs to compare the rebuilt tables with the live ones, row by row, before they are swapped: the time of a
 * rebuild of every projection with that over the time without, in turns.
 */
export function verifyRebuild(serverUrl: string, options: BenchOptions): Promise<Figure> {
  const events = eventsOf(options);
  return withGeneratedLedger(serverUrl, events, async (url) => {
    // Brings the live tables, to compare with.
    await rebuildIn(url);
    const plain: Measured[] = [];
    const verified: Measured[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      plain.push(await rebuildIn(url));
      verified.push(await rebuildIn(url, 'verify'));
    }
    const seconds = ({ seconds: each }: Measured): number => each;
    const ratios = verified.map((each, at) => each.seconds / plain[at]!.seconds);
    return {
      name: 'verify-rebuild',
      unit: 's',
      value: round(median(verified.map(seconds)), 2),
      baseline: round(median(plain.map(seconds)), 2),
      ratio: round(median(ratios), 3),
      events,
      ratios: spreadOf(ratios, 3),
      peakMemoryMb: Math.max(...verified.map(({ peakMemoryMb }) => peakMemoryMb)),
      rounds: { verified, plain },
    };
  });
}
