import { parseArgs } from 'node:util';

/** What a bench can be told. */
export interface BenchOptions {
  /** Seconds of each measurement; without it as long as the bench says. */
  seconds?: number;
  /** Size of what is filled in, as a share of the full one; without it 1. */
  scale?: number;
  /** Events of the log, instead of a scale. */
  events?: number;
  /** Events of several logs, one after the other, to see how what is measured grows. */
  sizes?: number[];
}

/** Name of a bench, its options and whether one line of JSON is wanted; undefined for what cannot be understood. */
export function parseBenchArguments(
  args: readonly string[],
): { name: string; json: boolean; options: BenchOptions } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        seconds: { type: 'string' },
        scale: { type: 'string' },
        events: { type: 'string' },
        sizes: { type: 'string' },
      },
    });
    const [name = '', ...others] = positionals;
    const options: BenchOptions = {};
    for (const option of ['seconds', 'scale', 'events'] as const) {
      if (values[option] === undefined) continue;
      const value = Number(values[option]);
      if (!(value > 0)) return undefined;
      options[option] = value;
    }
    if (values.sizes !== undefined) {
      options.sizes = values.sizes.split(',').map(Number);
      if (!options.sizes.every((size) => size > 0)) return undefined;
    }
    return others.length > 0 ? undefined : { name, json: values.json ?? false, options };
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
