import { DOMAINS } from '#assembly';
import { EventCodec, openEventStore } from '#event-store';
import { CloudEventReader, Recorder } from '#intake';
import { FactCatalogue } from '#kernel';
import { logUrlOf } from './log-url.js';

export interface WayIntoLedger {
  recorder: Recorder;
  reader: CloudEventReader;
  /** To be called now and then: looks how much memory the process has. */
  lookAtMemory: () => void;
  /** The most that was seen, in MiB. */
  maxRssMb: () => number;
}

/** The ledger's own domains over a log, without projections; with `policies` what follows from facts is stored too. */
export async function withWayIntoLedger<T>(
  url: string,
  { policies }: { policies: boolean },
  work: (way: WayIntoLedger) => Promise<T>,
): Promise<T> {
  const catalogue = new FactCatalogue(DOMAINS.flatMap((domain) => domain.facts));
  const codec = new EventCodec(catalogue);
  const store = await openEventStore({ url: logUrlOf(url), saysTheSame: codec.saysTheSame });
  let maxRss = 0;
  try {
    return await work({
      recorder: new Recorder({
        store,
        codec,
        catalogue,
        deciders: DOMAINS.flatMap((domain) => domain.deciders),
        policies: policies ? DOMAINS.flatMap((domain) => domain.policies ?? []) : [],
      }),
      reader: new CloudEventReader({ catalogue }),
      lookAtMemory: () => void (maxRss = Math.max(maxRss, process.memoryUsage.rss())),
      maxRssMb: () => Math.round(maxRss / 1_048_576),
    });
  } finally {
    await store.close();
  }
}
