import type { Ledger } from './ledger.js';

/** Something that goes on by itself, beside what requests ask for. */
export interface BackgroundWork {
  name: string;
  start(): Promise<void>;
  /** Ends or gives up in good order what is under way. */
  stop(): Promise<void>;
}

/** All that goes on by itself over a ledger: in the service's own process, or in workers. */
export function backgroundWorkOf(ledger: Ledger): BackgroundWork[] {
  const { projections } = ledger;
  return [{ name: 'projections', start: () => projections.start(), stop: () => projections.stop() }];
}

/** Starts each of them; answers with what stops them all, the last one first. */
export async function startAll(works: readonly BackgroundWork[]): Promise<() => Promise<void>> {
  const started: BackgroundWork[] = [];
  const stopAll = async (): Promise<void> => {
    for (const work of started.splice(0).reverse()) await work.stop();
  };
  try {
    for (const work of works) {
      started.push(work);
      await work.start();
    }
  } catch (error) {
    await stopAll();
    throw error;
  }
  return stopAll;
}
