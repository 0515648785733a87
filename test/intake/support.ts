import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { customersDomain } from '#customers';
import { EventCodec, PostgresEventStore } from '#event-store';
import { CloudEventReader, Recorder, type RecorderOptions } from '#intake';
import { interactionsDomain } from '#interactions';
import { type Domain, FactCatalogue, type RecordedEvent } from '#kernel';
import { loyaltyDomain } from '#loyalty';
import { salesDomain } from '#sales';
import { serviceDomain } from '#service';
import { createTestDatabase } from '../support/database.js';

const domains: readonly Domain[] = [customersDomain, interactionsDomain, salesDomain, serviceDomain, loyaltyDomain];

export const catalogue = new FactCatalogue(domains.flatMap((domain) => domain.facts));
export const reader = new CloudEventReader({ catalogue });

/** A log in a database of its own, and the way into it. */
export interface TestLedger {
  store: PostgresEventStore;
  recorder: Recorder;
  events(): Promise<RecordedEvent[]>;
  close(): Promise<void>;
}

export async function openLedger(options: Partial<RecorderOptions> = {}): Promise<TestLedger> {
  const database = await createTestDatabase();
  const codec = new EventCodec(options.catalogue ?? catalogue);
  const store = await PostgresEventStore.open({ connectionString: database.url, saysTheSame: codec.saysTheSame });
  const deciders = domains.flatMap((domain) => domain.deciders);
  return {
    store,
    recorder: new Recorder({ store, codec, catalogue, deciders, ...options }),
    events: async () => {
      const events: RecordedEvent[] = [];
      for await (const batch of store.readAll()) events.push(...batch.map((event) => codec.decode(event)));
      return events;
    },
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
}

/** What of the log must be the same however often and however interrupted the way into it was. */
export function substance(events: readonly RecordedEvent[]): unknown[] {
  return events
    .map(({ id, stream, revision, type, data, metadata: { recordedAt: _, ...metadata } }) => ({
      ...{ id, stream, revision, type, data, metadata },
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A directory of the test's own. */
export async function temporaryDirectory(): Promise<{ path: (name: string) => string; remove: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'rapport-intake-'));
  return { path: (name) => join(directory, name), remove: () => rm(directory, { recursive: true }) };
}

export async function readJsonLines<T>(file: string): Promise<T[]> {
  const text = await readFile(file, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

/** A published data set beside the repository; undefined where it is not kept. */
export function dataFile(name: string): string | undefined {
  const file = fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url));
  return existsSync(file) ? file : undefined;
}
